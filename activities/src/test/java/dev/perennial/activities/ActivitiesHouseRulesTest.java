package dev.perennial.activities;

import dev.perennial.testing.HouseRules;

class ActivitiesHouseRulesTest extends HouseRules.ForModule {}

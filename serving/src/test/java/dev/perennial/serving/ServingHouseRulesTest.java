package dev.perennial.serving;

import dev.perennial.testing.HouseRules;

class ServingHouseRulesTest extends HouseRules.ForModule {}

package dev.perennial.scoring;

import dev.perennial.testing.HouseRules;

class ScoringHouseRulesTest extends HouseRules.ForModule {}

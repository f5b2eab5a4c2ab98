package dev.perennial.testing;

class TestingHouseRulesTest extends HouseRules.ForModule {}

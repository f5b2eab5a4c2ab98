package dev.perennial.cli;

import dev.perennial.testing.HouseRules;

class CliHouseRulesTest extends HouseRules.ForModule {}

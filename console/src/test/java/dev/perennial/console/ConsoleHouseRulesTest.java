package dev.perennial.console;

import dev.perennial.testing.HouseRules;

class ConsoleHouseRulesTest extends HouseRules.ForModule {}

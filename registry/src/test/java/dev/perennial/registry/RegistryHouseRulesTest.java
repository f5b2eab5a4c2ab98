package dev.perennial.registry;

import dev.perennial.testing.HouseRules;

class RegistryHouseRulesTest extends HouseRules.ForModule {}

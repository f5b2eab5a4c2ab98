package dev.perennial.monitoring;

import dev.perennial.testing.HouseRules;

class MonitoringHouseRulesTest extends HouseRules.ForModule {}

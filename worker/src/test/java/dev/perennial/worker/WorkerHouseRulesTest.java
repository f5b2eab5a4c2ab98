package dev.perennial.worker;

import dev.perennial.testing.HouseRules;

class WorkerHouseRulesTest extends HouseRules.ForModule {}

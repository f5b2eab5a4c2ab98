package dev.perennial.benchmarks;

import dev.perennial.testing.HouseRules;

class BenchmarksHouseRulesTest extends HouseRules.ForModule {}

package dev.perennial.workflows;

import dev.perennial.testing.HouseRules;

class WorkflowsHouseRulesTest extends HouseRules.ForModule {}

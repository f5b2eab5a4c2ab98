package dev.perennial.registry.spec;

/** How many alarms without a reason a model may give: the rates that the thresholds of its alerts are set for. */
public record FalseAlarmBudget(AlarmRate pages, AlarmRate tickets) {}

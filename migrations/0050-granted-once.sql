-- A plan knows up to which line of the ledger it was worked out, so that what others gave since is seen before it is granted.
alter table remedy_plans add column grants_seen bigint;
comment on column remedy_plans.grants_seen is 'the newest line of the ledger when it was worked out: lines are only added by one at a time, so whatever came since has a larger id; null: made by an older version';

-- Minutes in which nobody listened, because Leeward was away: what did not come then is not known, and not nothing.
create table signal_gaps (
  begins  timestamptz primary key,
  through timestamptz not null check (through >= begins)
);
comment on table signal_gaps is 'minutes, both ends included; of the first and the last a part was heard';

create table heartbeat_watch (
  one       int primary key default 1 check (one = 1),
  looked_at timestamptz,
  since     timestamptz
);
comment on table heartbeat_watch is 'since when somebody listens to heartbeats without a pause: before that, silence is ours';
insert into heartbeat_watch default values;

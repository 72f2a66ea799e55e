-- More that tells us something: mails that come in, conversations of a desk, feeds and searches that we ask.

alter table signal_sources drop constraint signal_sources_kind_check;
alter table signal_sources add constraint signal_sources_kind_check check (kind in ('signals', 'cloudevents', 'alertmanager', 'pagerduty', 'grafana', 'sentry', 'stripe', 'shopify',
  'conversations', 'chatwoot', 'zendesk', 'intercom', 'mail', 'mail-alerts', 'feed', 'mastodon', 'bluesky'));
alter table signal_sources add column settings jsonb;
comment on column signal_sources.settings is 'by its kind: which mails are its own, or what is asked, and how often';
comment on column signal_sources.sealed is 'what the sender signs its requests with, or what lets us in where we ask';

-- What we ask, and how far it was read: the place moves in the transaction that takes what was new.
create table signal_polls (
  source_id     uuid primary key references signal_sources (id),
  place         jsonb not null default '{}',
  since         timestamptz not null,
  next_at       timestamptz not null,
  turn          uuid,
  asked_at      timestamptz,
  well_at       timestamptz,
  failing_since timestamptz,
  failures      int not null default 0,
  refused       boolean not null default false,
  sentence      text,
  news          int
);
create index on signal_polls (next_at);
comment on column signal_polls.place is 'by the kind of the source: what was seen, and what is asked for next';
comment on column signal_polls.since is 'what was written before is no news';
comment on column signal_polls.turn is 'whose answer is taken: who is too late finds another turn here, and stores nothing';
comment on column signal_polls.refused is 'it will not be better by itself: a token that is not taken, an address where nothing is';
comment on column signal_polls.news is 'how many were new the last time';

-- Mails from before are nobody's news.
alter table inbound_mails add column told boolean not null default true;
alter table inbound_mails alter column told set default false;
create index inbound_mails_untold on inbound_mails (id) where not told and route <> 'unparseable';
comment on column inbound_mails.told is 'whether it was looked at as a signal';

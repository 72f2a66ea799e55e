-- Public accounts on Bluesky and Mastodon are endpoints too; what is posted there belongs to no customer.
alter table endpoints
  drop constraint endpoints_channel_check,
  add constraint endpoints_channel_check check (channel in ('slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon')),
  add constraint endpoints_in_public_are_ours check (account_id is null or channel not in ('bluesky', 'mastodon'));

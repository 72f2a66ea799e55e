-- Senders: where answers and bounces go, the keys that sign for a domain, who left the updates, and addresses that no person reads.
alter table brands
  add column reply_to       text,
  add column bounce_address text;
comment on column brands.bounce_address is 'where undeliverable mail returns; each mail has its own form of it: before+DELIVERY-MAC@domain';

create table sender_keys (
  domain      text not null,
  selector    text not null,
  public_key  text not null,
  state       text not null default 'waiting' check (state in ('waiting', 'signing', 'retired')),
  made_by     text not null,
  made_at     timestamptz not null,
  switched_by text,
  switched_at timestamptz,
  retired_at  timestamptz,
  primary key (domain, selector)
);
create unique index sender_keys_one_signs on sender_keys (domain) where state = 'signing';
create unique index sender_keys_one_waits on sender_keys (domain) where state = 'waiting';
comment on table sender_keys is 'DKIM keys of a sender''s domain; the private half is sealed under secrets(dkim/DOMAIN/SELECTOR)';
comment on column sender_keys.public_key is 'as it is published: the SPKI form in base64';
comment on column sender_keys.state is 'waiting: to be published; signing: in use; retired: stays published while mails signed with it are under way';

-- One row per destination, whose scope may be widened by a bounce: that somebody left the updates is kept beside it.
alter table suppressions add column unsubscribed_at timestamptz;
comment on column suppressions.unsubscribed_at is 'whoever left the updates gets none, also after a suppression of everything has ended or was taken back';

create function leaving_outlives_the_rest() returns trigger language plpgsql as $$
begin
  update suppressions set scope = 'updates', reason = 'unsubscribed', since = unsubscribed_at, until = null, detail = null
   where channel = old.channel and destination = old.destination;
  return null;
end $$;
create trigger leaving_outlives_the_rest before delete on suppressions for each row
  when (old.scope = 'all' and old.unsubscribed_at is not null) execute function leaving_outlives_the_rest();

-- Worked out when an address is stored, so that planning a million mails compares a column.
create function readers_of(email text) returns text language sql immutable parallel safe as $$
  select case
    when split_part(split_part(email, '@', 1), '+', 1) in ('mailer-daemon', 'noreply', 'no-reply', 'no_reply', 'donotreply', 'do-not-reply', 'do_not_reply', 'nobody', 'null', 'devnull', 'bounce', 'bounces') then 'nobody'
    when split_part(split_part(email, '@', 1), '+', 1) in ('postmaster', 'abuse', 'hostmaster', 'webmaster', 'root', 'admin', 'administrator', 'info', 'office', 'contact', 'hello', 'mail', 'support', 'help', 'helpdesk', 'service',
      'sales', 'billing', 'accounts', 'accounting', 'invoices', 'security', 'privacy', 'noc', 'ops', 'team', 'all', 'staff', 'marketing', 'press', 'jobs', 'hr') then 'several'
  end
$$;
alter table contacts add column readers text generated always as (readers_of(email)) stored;
create index contacts_without_one_reader on contacts (updated_at) where readers is not null;
comment on column contacts.readers is 'nobody: an address no person reads, which is never written to; several: a shared mailbox; null: a person';

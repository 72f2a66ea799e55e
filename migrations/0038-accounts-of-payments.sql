-- A dispute and a refund name a payment and no customer: the account is found by what was read of its subscriptions and orders.
create index orders_by_payment on orders (payment_ref) where payment_ref is not null;

-- Of a subscription the last payment alone stands in its row, and an earlier one is disputed, too.
create table subscription_payments (
  provider    text   not null,
  payment_ref text   not null,
  account_id  bigint not null constraint only_real_accounts check (account_id > 0),
  seen_at     timestamptz not null,
  primary key (provider, payment_ref)
);
create index on subscription_payments (seen_at);
comment on table subscription_payments is 'whose payments were read with subscriptions, for 400 days; account_id: the account then, which may be merged since';
insert into subscription_payments select provider, payment_ref, min(account_id), max(updated_at) from subscriptions where payment_ref is not null group by provider, payment_ref;
create function keep_subscription_payment() returns trigger language plpgsql as $$
begin
  insert into subscription_payments (provider, payment_ref, account_id, seen_at) values (new.provider, new.payment_ref, new.account_id, new.updated_at) on conflict do nothing;
  return null;
end $$;
create trigger keep_payment after insert or update of payment_ref on subscriptions for each row when (new.payment_ref is not null) execute function keep_subscription_payment();

-- What was called no trouble in an exercise says nothing of the real thing.
alter table quiet_patterns add column practice boolean not null default false;
update quiet_patterns q set practice = s.practice from suspicions s where s.id = q.suspicion_id;
alter table quiet_patterns alter column practice drop default, drop constraint quiet_patterns_pkey, add primary key (brand_id, practice, kind, key);

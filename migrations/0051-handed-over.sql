-- Lines that a payer was not asked for can be handed over to people; those of payers that are gone are theirs from now on.
alter table payout_decisions drop constraint payout_decisions_what_check,
  add constraint payout_decisions_what_check check (what in ('applied', 'not-applied', 'retry', 'undone', 'handed-over'));
update payouts p set payer_id = null, means = 'file', due_at = null, leased_by = null, leased_until = null, answer = 'Its payer was removed: people carry it out.'
 where p.state = 'approved' and p.doubt is null and p.payer_id in (select id from payers where removed_at is not null);
-- Free days and discounts of a part of their rule were approved with the whole of it: what was not called yet is not given by that.
update payouts p set payer_id = null, means = 'file', due_at = null, leased_by = null, leased_until = null, more = p.more - 'days' - 'percent', answer = 'A part of what its rule gives, approved before parts were reckoned: people carry out as much as its amount is worth.'
  from grants g join remedy_lines l on l.plan_id = g.plan_id and l.account_id = g.account_id and l.remedy = g.remedy
 where g.id = p.grant_id and p.state = 'approved' and p.doubt is null and p.payer_id is not null and p.means in ('extension', 'discount') and g.reverses is null
   and (g.amount_minor <> l.full_minor or g.revision > 1) and not exists (select from grants r where r.reverses = g.id);

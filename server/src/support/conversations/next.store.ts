// The next conversation for an agent: the first in the queue that they can do, whoever else presses the same button.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { type Agent, givenAfter, isFull } from '../agents/agents.ts'
import { type Desk, deskOf, holdAgent } from '../agents/kinds.store.ts'
import type { Changing } from './change.store.ts'

/** Of each kind so many are looked at, as many as may press the button at the same moment; where all of them are being taken, more. */
const ofEachKind = [8, 40, 200]

/** Takes it for this person. @returns its number; undefined: nobody waits, or only who somebody else can answer */
export async function takeNext({ db, clock }: Changing, by: string): Promise<number | undefined> {
  const desk = await deskOf(db, by)
  if (desk.me.mostOpen === null) return take(db, desk, by, clock())
  // Two at once of the same person come one after the other, so that they take no more than they said.
  return db.transaction().execute(async (tx) => {
    await holdAgent(tx, by)
    const now = await deskOf(tx, by)
    if (isFull(now.me, now.open))
      throw new Refused(
        'out-of-order',
        `You have ${now.open} open conversations, and said that you take ${now.me.mostOpen} at most. Answer, put off or hand on one of them first, or say that you take more.`,
      )
    return take(tx, now, by, clock())
  })
}

async function take(db: Db, desk: Desk, by: string, now: Date): Promise<number | undefined> {
  const wanted = wantedBy(desk)
  for (const most of ofEachKind) {
    const { taken, seen } = await takeFirst(db, wanted, most, by, now)
    if (taken !== undefined || seen === 0) return taken
  }
  return undefined
}

const wantedBy = ({ me, available, kinds, offerAfterMinutes }: Desk) => {
  const there: Agent[] = me.available ? [me, ...available] : available
  return kinds.map((needs) => ({ needs, after: givenAfter(me, needs, there, offerAfterMinutes) }))
}

/** `seen`: how many there were, also where others took them at this moment. */
async function takeFirst(
  db: Db,
  wanted: { needs: string[]; after: number }[],
  most: number,
  by: string,
  now: Date,
): Promise<{ taken: number | undefined; seen: number }> {
  const { rows } = await sql<{ taken: number | null; seen: number }>`
    with wanted as (select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (needs text[], after int)),
    seen as materialized (
      select f.id from wanted w cross join lateral (
        select c.id from conversations c where c.state = 'open' and c.assignee is null and c.turn_at is not null and c.needs = w.needs
           and (w.after = 0 or c.turn_at <= ${now}::timestamptz - make_interval(mins => w.after) and c.waiting_since <= ${now}::timestamptz - make_interval(mins => w.after))
         order by c.turn_at, c.id limit ${most}) f),
    next as (
      select id from conversations c where c.id in (select id from seen) and c.state = 'open' and c.assignee is null and c.turn_at is not null order by c.turn_at, c.id limit 1 for update skip locked),
    taken as (
      update conversations c set assignee = ${by}, assigned_at = ${now}, revision = revision + 1 from next where c.id = next.id returning c.id),
    told as (
      insert into conversation_acts (conversation_id, kind, at, by, data) select id, 'assigned', ${now}, ${by}, ${JSON.stringify({ to: by, from: null, next: true })}::jsonb from taken)
    select (select id from taken) as taken, (select count(*)::int from seen) as seen`.execute(db)
  return { taken: rows[0]?.taken ?? undefined, seen: rows[0]?.seen ?? 0 }
}

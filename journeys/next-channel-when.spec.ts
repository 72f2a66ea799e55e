// When the next channel stands in, and when it does not: pauses, late joiners, nights, who left, mails that arrive after all.
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'

import { update } from './support/bodies.ts'
import { manyChannels } from './support/many-channels.ts'

describe('When the next channel stands in', () => {
  const we = manyChannels()
  const { bounces, later, phone, publish, look, rows, calls } = we

  test('a pause is no fault of a channel: its time runs anew, and a held update plans nothing', async () => {
    await phone('A1', '+4930111111')
    const { body } = await we.ann.post(`/api/crises/${we.crisis}/updates`, { ...update(), nextUpdateAt: null })
    await we.ann.post(`/api/updates/${body.id}/submission`, {})
    await we.ann.post(`/api/crises/${we.crisis}/dispatches/${body.id}/pause`)
    await later(61 * 60)
    await look()
    await we.ann.post(`/api/crises/${we.crisis}/dispatches/${body.id}/resumption`)
    await we.system.tasks['next-channel']?.({}, new AbortController().signal)
    expect(await rows(body.id, 'sms')).toEqual([])
    expect(await rows(body.id, 'call')).toEqual([])
    await we.system.deliver()
    expect(we.carrier.sent).toEqual([])
  })

  test('who joins later is late from then on, not since the beginning', async () => {
    const id = await publish()
    await later(61 * 60)
    await sql`insert into accounts (key, name, tier) values ('LATE', 'Late', 'enterprise')`.execute(we.system.db)
    await sql`insert into contacts (account_id, email, phone) select id, 'late@other.example', '+4930777777' from accounts where key = 'LATE'`.execute(
      we.system.db,
    )
    await sql`insert into exposures (account_id, service_id, region) select id, ${we.company.mail}, 'east' from accounts where key = 'LATE'`.execute(
      we.system.db,
    )
    await assessImpact(we.system.deps, we.crisis, { cause: 'by-hand', by: we.ann.id })
    await we.system.tasks['next-channel']?.({}, new AbortController().signal)
    expect((await rows(id, 'email')).map(({ key }) => key)).toContain('LATE')
    expect(await rows(id, 'sms')).toEqual([])
    expect(await rows(id, 'call')).toEqual([])
    await sql`delete from exposures where account_id = (select id from accounts where key = 'LATE')`.execute(we.system.db)
  })

  test('in quiet hours neither a text nor a call goes out; in the morning they do', async () => {
    const hour = (hours: number) => `${new Date(we.system.now().getTime() + hours * 3_600_000).toISOString().slice(11, 13)}:00`
    await we.ann.put(`/api/brands/${we.company.slug}/quiet-hours`, { quietHours: { from: hour(-1), until: hour(3) } })
    await we.ann.post(`/api/crises/${we.crisis}/severity`, { severity: 4, reason: 'small' })
    await phone('A1', '+4930111111')
    for (const key of ['a1', 'a10'])
      await sql`insert into suppressions (channel, destination, reason, since, scope) values ('email', ${`${key}@real.example`}, 'unknown-user', ${we.system.now()}, 'all')`.execute(
        we.system.db,
      )
    const id = await publish()
    await look()
    expect((await rows(id, 'sms')).map(({ state, reason }) => [state, reason])).toEqual([['deferred', 'quiet-hours']])
    expect((await rows(id, 'call')).map(({ state, reason }) => [state, reason])).toEqual([['deferred', 'quiet-hours']])
    expect(we.carrier.sent).toEqual([])
    await later(4 * 3_600)
    await we.system.deliver()
    await look()
    expect(we.carrier.sent).toHaveLength(1)
    expect((await calls()).items).toMatchObject([{ state: 'to-call' }])
    await we.ann.put(`/api/brands/${we.company.slug}/quiet-hours`, { quietHours: null })
  })

  test('a late mail of somebody who left, or was stopped by a person, is not stood in for', async () => {
    await phone('A1', '+4930111111')
    await phone('A2', '+4930222222')
    const id = await publish()
    await sql`update deliveries set state = 'deferred', due_at = ${new Date(we.system.now().getTime() + 7_200_000)} where destination in ('a1@real.example', 'a2@real.example')`.execute(
      we.system.db,
    )
    await sql`insert into suppressions (channel, destination, reason, since, scope, unsubscribed_at) values ('email', 'a1@real.example', 'unsubscribed', ${we.system.now()}, 'updates', ${we.system.now()})`.execute(
      we.system.db,
    )
    await we.ann.post('/api/suppressions', { destination: 'a2@real.example' })
    await later(31 * 60)
    await look()
    expect(await rows(id, 'sms')).toEqual([])
  })

  test('what stands in is withdrawn once the mail arrived after all, or something newer was said', async () => {
    await phone('A1', '+4930111111')
    bounces.add('a1@real.example')
    const id = await publish()
    await we.system.tasks['next-channel']?.({}, new AbortController().signal)
    expect((await rows(id, 'sms'))[0]?.state).toBe('planned')
    await sql`update deliveries set state = 'accepted' where destination = 'a1@real.example'`.execute(we.system.db)
    await we.system.deliver()
    expect((await rows(id, 'sms'))[0]).toMatchObject({ state: 'cancelled', reason: 'not-needed' })
    expect(we.carrier.sent).toEqual([])
  })

  test('one address of two enterprise accounts that does not work leads to a call to each; one where nobody gets updates to a call at once', async () => {
    await sql`update accounts set tier = 'enterprise' where key in ('A2', 'A3')`.execute(we.system.db)
    await sql`update contacts set email = 'a10@real.example' where account_id = (select id from accounts where key = 'A2' and not practice)`.execute(
      we.system.db,
    )
    await sql`update contacts set receives_updates = false where account_id = (select id from accounts where key = 'A3' and not practice)`.execute(we.system.db)
    bounces.add('a10@real.example')
    await publish()
    await look()
    expect((await calls()).items.map(({ account }: { account: { key: string } }) => account.key).toSorted()).toEqual(['A10', 'A2', 'A3'])
    await sql`update accounts set tier = 'standard' where key in ('A2', 'A3')`.execute(we.system.db)
    await sql`update contacts set email = 'a2@real.example' where account_id = (select id from accounts where key = 'A2' and not practice)`.execute(
      we.system.db,
    )
    await sql`update contacts set receives_updates = true`.execute(we.system.db)
  })

  test('a number that the carrier does not serve holds up no other', async () => {
    for (const nth of [1, 2, 3, 10]) {
      await phone(`A${nth}`, `+49301111${String(nth).padStart(2, '0')}`)
      bounces.add(`a${nth}@real.example`)
    }
    we.carrier.faults(({ body }) => (body.includes('4930111110') ? { kind: 'refusal', code: 21408 } : undefined))
    const id = await publish()
    for (let nth = 0; nth < 4; nth += 1) {
      await look()
      await later(60)
    }
    const states = Object.fromEntries((await rows(id, 'sms')).map(({ key, state }) => [key, state]))
    expect(states).toMatchObject({ A1: 'accepted', A2: 'accepted', A3: 'accepted' })
    expect(states.A10).toBe('deferred')
  })

  test('the last word of a closed crisis is looked after as well', async () => {
    bounces.add('a10@real.example')
    await sql`update crises set status = 'closed', closed_at = ${we.system.now()} where id <> ${we.crisis} and status <> 'closed'`.execute(we.system.db)
    const id = await publish({
      phase: 'resolved',
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced.', prevention: 'Two disks.' },
    })
    await sql`update crises set status = 'closed', closed_at = ${we.system.now()} where id = ${we.crisis}`.execute(we.system.db)
    await look()
    expect(await rows(id, 'call')).toHaveLength(1)
    await look()
    expect((await rows(id, 'call'))[0]?.state).toBe('planned')
  })
})

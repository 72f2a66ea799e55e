// Two crises at once: what was written is suggested for the one that it fits best, whichever of them is looked at.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookForLinks } from '../server/src/support/conversations/link.store.ts'
import { supportSettings } from '../server/src/support/conversations/settings.store.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('With two crises running', () => {
  let system: TestSystem
  let agent: Awaited<ReturnType<TestSystem['person']>>
  let [mail, shop] = ['', '']
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    const company = await smallCompany(system, 6)
    agent = await system.person('Agnes', 'administrator')
    const declare = async (title: string, serviceId: string) =>
      (await agent.post('/api/crises', { title, kind: 'service-outage', scope: [{ serviceId, degree: 'down' }], onsetAt: '2030-01-02T08:00:00Z' })).body.id
    mail = await declare('Mail is down', company.mail)
    shop = await declare('Shop is slow', company.shop)
  })
  afterAll(() => system.close())

  const show = async (id: number) => (await agent.get(`/api/conversations/${id}`)).body
  const look = async (crisis: string) => lookForLinks(system.db, crisis, system.now(), await supportSettings(system.db))

  test('what was suggested is not replaced by what fits less, back and forth, nor told of again', async () => {
    await write(system, { from: 'a1@real.example', subject: 'Trouble', text: 'Everything is down or slow: it does not work since this morning.' })
    const id = await conversationWith(system, 'a1@real.example')
    const first = await show(id)
    expect(first.crisis).toMatchObject({ id: mail, link: 'suggested' })
    for (const crisis of [shop, mail, shop, mail]) await look(crisis)
    const after = await show(id)
    expect(after.crisis).toEqual(first.crisis)
    expect([after.acts.length, after.revision]).toEqual([first.acts.length, first.revision])
  })

  test('what fits the other one better moves there, once; what a closed one leaves is suggested for who still fits', async () => {
    await write(system, { from: 'a2@real.example', subject: 'Hello', text: 'Something does not work.' })
    const id = await conversationWith(system, 'a2@real.example')
    const { crisis } = await show(id)
    expect(crisis).toMatchObject({ id: mail, link: 'suggested' })
    await write(system, { from: 'a2@real.example', subject: 'Re: Hello', text: 'The shop: it does not work, the shop is slow.' })
    const found = (await show(id)).crisis
    for (const each of [mail, shop, mail]) await look(each)
    expect((await show(id)).crisis).toEqual(found)
    await write(system, { from: 'stranger@elsewhere.example', subject: 'Hello', text: 'It does not work.' })
    const other = await conversationWith(system, 'stranger@elsewhere.example')
    const was = (await show(other)).crisis.id
    const { sql } = await import('kysely')
    await sql`update crises set status = 'closed' where id = ${was}`.execute(system.db)
    await look(was === mail ? shop : mail)
    expect((await show(other)).crisis).toMatchObject({ id: was === mail ? shop : mail, link: 'suggested' })
  })
})

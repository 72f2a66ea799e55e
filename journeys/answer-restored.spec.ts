// A crisis is restored at night, and no update says so yet: those who wrote hear it by one look and one press, once, in words that are true; and never again with the last word.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Restored, and nobody has said so', () => {
  let system: TestSystem
  let [ann, cora, agent]: Awaited<ReturnType<TestSystem['person']>>[] = []
  let crisis: string
  const who = (person: typeof ann) => person as NonNullable<typeof ann>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T01:00:00Z' })
    const company = await smallCompany(system, 20)
    ann = await system.person('Ann', 'administrator')
    cora = await system.person('Cora', 'communicator')
    agent = await system.person('Agnes', 'support')
    const scope = [{ serviceId: company.mail }]
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope, onsetAt: '2030-01-02T00:50:00Z' })).body.id
    await who(ann).post(`/api/crises/${crisis}/acknowledgement`)
    await publish({ nextUpdateAt: '2030-01-02T02:00:00Z' })
    for (const from of ['a1@real.example', 'a3@real.example', 'a5@real.example', 'a7@real.example', 'stranger@else.example'])
      await write(system, { from, subject: 'Mail', text: from.startsWith('a3') ? 'Unsere Mail funktioniert nicht, nichts kommt an.' : 'Our mail is down.' })
    for (const from of ['a1', 'a3', 'a5', 'a7', 'stranger'].map((name) => (name === 'stranger' ? 'stranger@else.example' : `${name}@real.example`)))
      await who(agent).post(`/api/conversations/${await conversationWith(system, from)}/crisis`, { crisisId: crisis })
    await who(agent).post(`/api/conversations/${await conversationWith(system, 'a7@real.example')}/state`, { state: 'closed' })
    await sql`update conversations set still_broken = true where address = 'a5@real.example'`.execute(system.db)
  })
  afterAll(() => system.close())

  async function publish(more: object) {
    const { body } = await who(cora).post(`/api/crises/${crisis}/updates`, { ...update(), ...more })
    const submitted = await who(cora).post(`/api/updates/${body.id}/submission`)
    if (submitted.body.status === 'awaiting-approval') await who(ann).post(`/api/updates/${body.id}/approvals`)
    await system.runJobs()
  }
  const room = async () => (await who(ann).get(`/api/crises/${crisis}`)).body
  const ofCrisis = async () => (await who(agent).get(`/api/crises/${crisis}/conversations`)).body
  const sendAll = async () => {
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
  }
  const restore = (reason?: string) => who(ann).post(`/api/crises/${crisis}/restoration`, reason === undefined ? {} : { reason })
  const heard = async (address: string) => {
    const { thread } = (await who(agent).get(`/api/conversations/${await conversationWith(system, address)}`)).body
    return thread.filter(({ automatic }: { automatic: string | null }) => automatic === 'restored').map(({ text }: { text: string }) => text)
  }
  const tell = async (more: object = {}, by = cora) => {
    const { untold } = await ofCrisis()
    const body = { kind: 'restored', texts: untold?.texts ?? { en: 'It works again.' }, hold: [], ...more }
    const preview = await who(by).post(`/api/crises/${crisis}/answers/preview`, body)
    return { preview, sent: await who(by).post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.body.seal ?? '0'.repeat(64) }) }
  }

  test('while it lasts nobody can be told that it works', async () => {
    expect(await ofCrisis()).toMatchObject({ untold: null })
    const { preview, sent } = await tell()
    expect([preview.status, sent.status]).toEqual([409, 409])
    expect(preview.body.detail).toMatch(/Nobody has said that it works again/)
  })

  test('called restored although something fails, the room says to tell them, and leaves the words to a person', async () => {
    await system.at('03:00')
    const refused = await restore()
    expect(refused.status).toBe(409)
    expect((await restore('The watch sees it work.')).status).toBeLessThan(300)
    const { next, untold } = await room()
    expect(untold).toEqual({ conversations: 4, waiting: false, by: null })
    expect(next).toMatchObject({ action: 'tell-restored', title: 'Tell 4 conversations that it works again' })
    expect((await ofCrisis()).untold).toMatchObject({ texts: {}, despite: expect.arrayContaining([expect.any(String)]) })
    await who(ann).post(`/api/crises/${crisis}/reopening`, { reason: 'Too early.' })
    expect(await ofCrisis()).toMatchObject({ untold: null })
  })

  test('restored by its criteria, the words are there in the languages of those who wrote, and everybody hears them once, also where it was closed; who says that it is still broken does not', async () => {
    for (const { key } of (await room()).criteria) await who(ann).post(`/api/crises/${crisis}/criteria/${encodeURIComponent(key)}`, { met: true })
    expect((await restore()).status).toBeLessThan(300)
    const { untold } = await ofCrisis()
    expect(Object.keys(untold.texts).toSorted()).toEqual(['de', 'en'])
    const { preview, sent } = await tell()
    expect(preview.body).toMatchObject({ total: 5, answered: 4, held: [{ reason: 'still-broken', conversations: 1 }], agreement: false })
    expect(sent.body).toMatchObject({ kind: 'restored', hold: ['still-broken'] })
    await sendAll()
    expect((await heard('a3@real.example'))[0]).toMatch(/^Ihre Nachricht betraf: „.+“\. Es funktioniert wieder\./)
    expect(await heard('a7@real.example')).toHaveLength(1)
    expect(await heard('stranger@else.example')).toHaveLength(1)
    expect(await heard('a5@real.example')).toEqual([])
    expect(mailsTo(system, 'stranger@else.example').filter(({ text }) => text.includes('works again'))).toHaveLength(1)
    expect((await room()).next.action).toBe('write-update')
    expect((await tell({ texts: { en: 'Once more.' } })).sent.body.detail).toMatch(/was told/)
  })

  test('the last word is not told in their threads a second time; who writes late hears it once', async () => {
    await system.at('08:00')
    const parts = { title: 'Mail works again', happened: 'A switch failed.', why: 'It was old.', doing: 'We replaced it.', prevention: 'Two of them.' }
    await publish({ phase: 'resolved', parts, translations: {}, nextUpdateAt: null })
    await sendAll()
    for (const address of ['a1@real.example', 'a3@real.example', 'a7@real.example', 'stranger@else.example']) expect(await heard(address)).toHaveLength(1)
    await write(system, { from: 'late@else.example', subject: 'Mail', text: 'Was our mail down in the night?' })
    await who(agent).post(`/api/conversations/${await conversationWith(system, 'late@else.example')}/crisis`, { crisisId: crisis })
    await sendAll()
    expect(await heard('late@else.example')).toMatchObject([expect.stringContaining('Mail works again')])
  })

  test('reopened and restored again, they hear it again; what waited for agreement meanwhile is not sent', async () => {
    await who(ann).post(`/api/crises/${crisis}/reopening`, { reason: 'It failed again.' })
    await restore('It works.')
    await sql`update crises set severity = 1 where id = ${crisis}`.execute(system.db)
    const { sent } = await tell({ texts: { en: 'It works again, this time for good.' } })
    expect(sent.body).toMatchObject({ kind: 'restored', state: 'waiting' })
    expect(await room()).toMatchObject({ untold: { waiting: true }, next: { action: 'tell-restored', title: expect.stringMatching(/second person/) } })
    expect((await who(cora).get(`/api/crises/${crisis}`)).body.next.action).not.toBe('tell-restored')
    await who(ann).post(`/api/crises/${crisis}/reopening`, { reason: 'No.' })
    expect((await who(ann).post(`/api/answers/${sent.body.id}/agreement`)).status).toBe(409)
    await restore('Now it does.')
    const again = await tell({ texts: { en: 'It works again, this time for good.' } })
    expect((await who(ann).post(`/api/answers/${again.sent.body.id}/agreement`)).status).toBe(200)
    await sendAll()
    await sendAll()
    expect(await heard('a1@real.example')).toHaveLength(2)
    expect(await heard('a5@real.example')).toEqual([])
  })
})

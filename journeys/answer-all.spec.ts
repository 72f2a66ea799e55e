// One answer for all: fifty customers write, one answer reaches them each in their own thread, exceptions wait for a person, late ones get it once, restored is told, and "still broken" comes to the top.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('One answer for all who write about a crisis', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let cora: typeof ann
  let agent: typeof ann
  let crisis: string
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    company = await smallCompany(system, 60)
    ann = await system.person('Ann', 'administrator')
    cora = await system.person('Cora', 'communicator')
    agent = await system.person('Agnes', 'support')
  })
  afterAll(() => system.close())
  const show = async (address: string) => (await agent.get(`/api/conversations/${await conversationWith(system, address)}`)).body
  const ofCrisis = async () => (await agent.get(`/api/crises/${crisis}/conversations`)).body
  async function publish(more: object) {
    const { body } = await cora.post(`/api/crises/${crisis}/updates`, { ...update(), ...more })
    const submitted = await cora.post(`/api/updates/${body.id}/submission`)
    if (submitted.body.status === 'awaiting-approval') await ann.post(`/api/updates/${body.id}/approvals`)
    expect((await ann.get(`/api/crises/${crisis}`)).body.updates[0]).toMatchObject({ id: body.id, status: 'published' })
    await system.runJobs()
  }
  const sendAll = async () => {
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
  }
  const automatic = (address: string, words: string) =>
    mailsTo(system, address).filter(
      ({ text, headers }) => headers?.['Auto-Submitted'] === 'auto-generated' && new RegExp(words).test(text) && !headers['X-Leeward-Crisis'],
    )
  const answers = (address: string) => mailsTo(system, address).filter(({ headers }) => headers?.['Auto-Submitted'] === 'auto-generated')

  test('who wrote before it was declared is linked by its declaration, and is promised the next word', async () => {
    await write(system, { from: 'a1@real.example', subject: 'Mail does not work', text: 'Our mail is down, nothing arrives.' })
    expect((await show('a1@real.example')).crisis).toBe(null)
    await system.at('09:05')
    crisis = (
      await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }], onsetAt: '2030-01-02T08:50:00Z' })
    ).body.id
    await system.runJobs()
    expect((await show('a1@real.example')).crisis).toMatchObject({ id: crisis, link: 'linked', by: 'leeward' })
    await publish({ nextUpdateAt: '2030-01-02T09:40:00Z' })
    expect(await show('a1@real.example')).toMatchObject({ promise: 'crisis', promisedAt: '2030-01-02T09:40:00.000Z', nextWordAt: '2030-01-02T09:40:00.000Z' })
  })

  test('a stranger who wrote before is told once that it is known, and when the next word comes; who got the update is not', async () => {
    expect(automatic('a1@real.example', 'Die nächste|next word')).toHaveLength(0)
    await write(system, { from: 'early@else.example', subject: 'Hello', text: 'I have a question about the weather.' })
    await sendReplies(system)
    const id = await conversationWith(system, 'early@else.example')
    await agent.post(`/api/conversations/${id}/crisis`, { crisisId: crisis })
    for (let again = 0; again < 2; again += 1) {
      await system.tasks['link-conversations']?.({ crisisId: crisis }, new AbortController().signal)
      await sendReplies(system)
    }
    expect(automatic('early@else.example', 'next word')).toHaveLength(1)
    expect((await show('early@else.example')).thread.at(-1).automatic).toBe('rebased')
    await agent.post(`/api/conversations/${id}/crisis`, { crisisId: null })
  })

  test('fifty write: each has a conversation of their own, linked with reasons; what is about something else is not', async () => {
    await system.at('09:10')
    for (let n = 2; n <= 50; n += 1)
      await write(system, {
        from: `a${n}@real.example`,
        name: `Person ${n}`,
        subject: 'Mail',
        text: n % 3 === 0 ? 'Unsere Mail funktioniert nicht, nichts kommt an.' : 'Our mail is down.',
      })
    await write(system, { from: 'a51@real.example', subject: 'Shop', text: 'May I have an offer for the Shop?' })
    expect(await ofCrisis()).toMatchObject({ linked: 50, waiting: 50 })
    expect((await show('a51@real.example')).crisis).toBe(null)
    const linked = await show('a3@real.example')
    expect(linked.crisis.why).toEqual(['The account is hurt by the crisis.', 'It was written while it lasted.', 'It names Mail.'])
    expect(linked.parts.severity).toBeGreaterThan(0)
    await sendReplies(system)
    const [acknowledged] = mailsTo(system, 'a3@real.example').filter(({ headers }) => headers?.['Auto-Submitted'] === 'auto-replied')
    expect(acknowledged?.text).toContain('Die nächste Nachricht an alle Betroffenen kommt bis')
  })

  test('a link is undone in one click and stays so; a suggestion is agreed to', async () => {
    const id = await conversationWith(system, 'a2@real.example')
    expect((await agent.post(`/api/conversations/${id}/crisis`, { crisisId: null })).body.crisis.link).toBe('refused')
    await agent.post(`/api/crises/${crisis}/conversations/look`)
    expect((await show('a2@real.example')).crisis.link).toBe('refused')
    expect((await agent.post(`/api/conversations/${id}/crisis`, { crisisId: crisis })).body.crisis.link).toBe('linked')
    const act = (await show('a2@real.example')).acts.findLast(({ undoable }: { undoable: boolean }) => undoable)
    expect((await agent.post(`/api/conversations/${id}/acts/${act.id}/undo`)).body).toMatchObject({ crisis: { link: 'refused' } })
    expect((await agent.post(`/api/conversations/${id}/acts/${act.id}/undo`)).status).toBe(409)
    expect((await show('a2@real.example')).acts.some(({ undoable }: { undoable: boolean }) => undoable)).toBe(false)
    await agent.post(`/api/conversations/${id}/crisis`, { crisisId: crisis })
    expect((await agent.post(`/api/conversations/${id}/crisis`, { crisisId: '00000000-0000-4000-8000-000000000000' })).status).toBe(422)
    await write(system, { from: 'stranger@else.example', subject: 'Mail', text: 'Your mail is down.' })
    expect((await show('stranger@else.example')).crisis.link).toBe('suggested')
    // What is less likely than not stays suggested until somebody means it.
    await sql`update conversations set link_confidence = 0.4 where link = 'suggested'`.execute(system.db)
    expect((await agent.post(`/api/crises/${crisis}/conversations/links`, { likelyOnly: true })).body).toMatchObject({ linked: 50, suggested: 1, likely: 0 })
    expect((await agent.post(`/api/crises/${crisis}/conversations/links`, { likelyOnly: 'yes' })).status).toBe(400)
    expect((await agent.post(`/api/crises/${crisis}/conversations/links`)).body).toMatchObject({ linked: 51, suggested: 0 })
  })

  test('the preview says who gets it in which words, and who is left to a person', async () => {
    await write(system, {
      from: 'a4@real.example',
      subject: 'Re: Mail',
      answers: mailsTo(system, 'a4@real.example').at(-1)?.id,
      text: 'This is a DISASTER!!! I am furious, worst service ever, my lawyer will sue you!',
    })
    const body = {
      texts: { en: 'Hello {name|there}, we know. Next word: {next_update|soon}. {number}', de: 'Hallo {name}, wir wissen es. {number}' },
      hold: ['angry', 'legal', 'safety', 'vulnerable', 'owner'],
    }
    const preview = (await cora.post(`/api/crises/${crisis}/answers/preview`, body)).body
    expect(preview).toMatchObject({ total: 51, agreement: false })
    expect(preview.answered + preview.heldTotal).toBe(51)
    expect(preview.held.map(({ reason }: { reason: string }) => reason)).toEqual(expect.arrayContaining(['legal', 'vulnerable']))
    const german = preview.samples.find(({ language, held }: { language: string; held: string[] }) => language === 'de' && held.length === 0)
    expect(german.text).toMatch(/^Hallo Person/)
    const wrong = await cora.post(`/api/crises/${crisis}/answers/preview`, { texts: { en: 'Dear {firstname}' } })
    expect([wrong.status, wrong.body.detail]).toEqual([422, expect.stringContaining('{firstname} is no variable')])
    expect((await cora.post(`/api/crises/${crisis}/answers/preview`, { texts: {} })).status).toBe(400)
    expect((await agent.post(`/api/crises/${crisis}/answers/preview`, body)).status).toBe(403)
    expect((await cora.post(`/api/crises/${crisis}/answers`, { ...body, texts: { en: 'other' }, seal: preview.seal })).status).toBe(409)
  })

  test('it reaches each once, in their own thread, also after a crash; nobody reads another’s', async () => {
    const body = {
      texts: { en: 'Hello {name|there}, we know. Next word: {next_update|soon}. {number}', de: 'Hallo {name}, wir wissen es. {number}' },
      hold: ['angry', 'legal', 'safety', 'vulnerable', 'owner'],
    }
    const preview = (await cora.post(`/api/crises/${crisis}/answers/preview`, body)).body
    const sent = await cora.post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.seal })
    expect(sent.status).toBe(201)
    expect((await cora.post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.seal })).body.id).toBe(sent.body.id)
    // Two loops at once, and once more: nobody gets two.
    await Promise.all([sendAll(), sendAll()])
    await sendAll()
    const [answer] = (await ofCrisis()).answers
    expect(answer).toMatchObject({ state: 'sent', planned: preview.answered, held: preview.heldTotal, toSend: 0, deliveries: { accepted: preview.answered } })
    expect(JSON.stringify((await ann.get(`/api/crises/${crisis}/timeline`)).body)).toContain(
      `Cora answered ${preview.answered} conversations at once. ${preview.heldTotal} are left to a person.`,
    )
    for (const n of [1, 3, 5, 6, 9]) expect(answers(`a${n}@real.example`)).toHaveLength(1)
    expect(answers('a3@real.example')[0]?.text).toMatch(/^Hallo Person (A?3), wir wissen es/)
    const ids = new Set(system.live.sent.map(({ id }) => id))
    expect(ids.size).toBe(system.live.sent.length)
    expect(answers('a4@real.example')).toEqual([])
    expect(await show('a5@real.example')).toMatchObject({ state: 'waiting', waitingSince: null, promisedAt: null })
    expect((await show('a4@real.example')).state).toBe('open')
  })

  test('who is held back is answered by a person, or let go', async () => {
    const [answer] = (await ofCrisis()).answers
    const { items } = (await agent.get(`/api/answers/${answer.id}/held`)).body
    expect(items).toHaveLength(answer.held)
    const angry = await show('a4@real.example')
    await agent.post(`/api/conversations/${angry.id}/replies`, { text: 'I am sorry for the trouble. I look at it myself.', seen: angry.thread.at(-1).id })
    const [first] = items.filter(({ conversation }: { conversation: number }) => conversation !== angry.id)
    expect((await cora.post(`/api/answers/${answer.id}/held`, { conversations: [first.conversation] })).body).toEqual({ let: 1 })
    await sendAll()
    const after = (await ofCrisis()).answers[0]
    expect(after).toMatchObject({ planned: answer.planned + 1, heldOpen: answer.heldOpen - 2, state: 'sent' })
  })

  test('who writes late gets the answer in force once', async () => {
    await system.at('09:30')
    await write(system, { from: 'a52@real.example', subject: 'Mail down', text: 'Our mail is down.' })
    await sendAll()
    await sendAll()
    expect(answers('a52@real.example')).toHaveLength(1)
    // In place of an acknowledgement, not after one.
    expect(mailsTo(system, 'a52@real.example').filter(({ headers }) => headers?.['Auto-Submitted'] === 'auto-replied')).toEqual([])
    await write(system, { from: 'a52@real.example', subject: 'Re: Mail down', text: 'Thanks. When?', answers: answers('a52@real.example')[0]?.id })
    await sendAll()
    expect(answers('a52@real.example')).toHaveLength(1)
    expect((await show('a52@real.example')).state).toBe('open')
  })

  test('restored: everybody hears in their thread, but nobody the same words twice; who says that it is still broken is next', async () => {
    await system.at('10:00')
    await ann.post(`/api/crises/${crisis}/acknowledgement`)
    const parts = { title: 'Mail works again', happened: 'A switch failed.', why: 'It was old.', doing: 'We replaced it.', prevention: 'Two of them.' }
    await publish({ phase: 'resolved', parts, translations: {}, nextUpdateAt: null })
    await sendAll()
    const restored = (await ofCrisis()).answers.find(({ kind }: { kind: string }) => kind === 'restored')
    expect(restored).toMatchObject({ state: 'sent', late: true })
    // Customers of the impact had the update itself by mail; the stranger hears in the thread.
    expect(answers('stranger@else.example').at(-1)?.text).toContain('Mail works again')
    expect(mailsTo(system, 'a5@real.example').filter(({ text }) => text.includes('Mail works again'))).toHaveLength(1)
    expect((await show('a5@real.example')).thread.at(-1)).toMatchObject({ automatic: 'restored', delivery: null })
    expect((await ofCrisis()).answers.filter(({ state }: { state: string }) => state !== 'ended')).toHaveLength(1)
    const owed = await show('a40@real.example')
    expect([owed.state, owed.thread.at(-1).automatic]).toEqual(['open', 'restored'])
    // Whom a person owes an answer hears it, and stays in the queue; who only now writes that it is broken is not told that it works.
    await write(system, { from: 'a56@real.example', subject: 'Mail down', text: 'Our mail is still down!' })
    await sendAll()
    expect(await show('a56@real.example')).toMatchObject({ state: 'open', stillBroken: true, crisis: { link: 'linked' } })
    expect(answers('a56@real.example').filter(({ text, headers }) => text.includes('Mail works again') && !headers?.['X-Leeward-Crisis'])).toEqual([])
    await system.at('10:01')
    await write(system, { from: 'a7@real.example', subject: 'Re: Mail', text: 'Thank you, all good now!' })
    await write(system, {
      from: 'stranger@else.example',
      subject: 'Re: Mail',
      text: 'It still does not work for us.',
      answers: answers('stranger@else.example').at(-1)?.id,
    })
    expect((await show('a7@real.example')).stillBroken).toBe(false)
    expect(await show('stranger@else.example')).toMatchObject({ stillBroken: true, state: 'open', parts: { 'still-broken': 1_440 } })
    for (const next of ['a56@real.example', 'stranger@else.example'])
      expect((await agent.post('/api/conversations/next')).body.id).toBe(await conversationWith(system, next))
  })

  test('at severity 1 words of one’s own need somebody else; those of a published update do not', async () => {
    await sql`update crises set severity = 1 where id = ${crisis}`.execute(system.db)
    const { draft } = await ofCrisis()
    const body = { texts: { en: 'We look at each of you.' }, hold: [] }
    const preview = (await cora.post(`/api/crises/${crisis}/answers/preview`, body)).body
    expect(preview.agreement).toBe(true)
    expect((await cora.post(`/api/crises/${crisis}/answers/preview`, { texts: draft.texts, updateId: draft.updateId })).body.agreement).toBe(false)
    const { id, state } = (await cora.post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.seal })).body
    expect(state).toBe('waiting')
    expect((await cora.post(`/api/answers/${id}/agreement`)).status).toBe(403)
    expect((await ann.post(`/api/answers/${id}/agreement`)).status).toBe(200)
    expect((await ann.post(`/api/answers/${id}/agreement`)).status).toBe(409)
    expect((await cora.post(`/api/answers/${id}/end`)).status).toBe(200)
    expect((await cora.post(`/api/answers/${id}/end`)).status).toBe(409)
  })
})

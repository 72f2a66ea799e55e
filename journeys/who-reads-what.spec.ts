// Colleagues of one account: each is answered, each reads what is theirs, and nobody reads what a colleague wrote to us alone.
import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { myPageLink } from '../server/src/communicate/my-page/my-page.links.ts'
import { openStillBroken } from '../server/src/support/conversations/still-broken.store.ts'
import { applyFeedback } from '../server/src/communicate/suppressions/feedback.store.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Message = { id: number; kind: string; text: string; from: string; files: { id: number }[] }

describe('Colleagues of one account', () => {
  let system: TestSystem
  let agent: Awaited<ReturnType<TestSystem['person']>>
  let slug: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-04T09:00:00Z' })
    slug = (await smallCompany(system, 6)).slug
    agent = await system.person('Agnes Agent', 'administrator')
    // Of each account two people.
    await sql`insert into contacts (account_id, practice, name, email) select a.id, false, 'Bob', 'bob-' || lower(a.key) || '@real.example' from accounts a where not a.practice and a.key in ('A1', 'A2', 'A3', 'A4', 'A5')`.execute(
      system.db,
    )
  })
  afterAll(() => system.close())

  const call = async (url: string, body?: object) => {
    const answer = await system.web.status.inject({
      ...{ method: body ? 'POST' : 'GET', url, headers: { accept: 'application/json' } },
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, body: answer.headers['content-type']?.includes('json') ? answer.json() : answer.body }
  }
  const read = async (token: string) => ((await call(`/chat/${token}`)).body.messages as Message[]).map(({ text }) => text)
  const show = async (id: number) => (await agent.get(`/api/conversations/${id}`)).body
  const post = (id: number, path: string, body: object) => agent.post(`/api/conversations/${id}/${path}`, body)
  const answer = async (id: number, text: string) =>
    post(id, 'replies', { text, seen: Math.max(...(await show(id)).thread.filter(({ kind }: Message) => kind === 'in').map((each: Message) => each.id)) })
  const page = async (email: string) => {
    const { rows } = await sql<{ a: number; k: number }>`select account_id::int as a, id::int as k from contacts where email = ${email}`.execute(system.db)
    return new URL(myPageLink(system.deps, { ...(rows[0] as { a: number; k: number }), b: slug }).url).pathname
  }
  const listed = async (email: string) =>
    [...((await call(await page(email))).body as string).matchAll(/conversations\/(\d+)"><strong>([^<]*)/g)].map(([, id, subject]) => ({
      id: Number(id),
      subject,
    }))
  const open = async (email: string, id: number) => call(`${await page(email)}/conversations/${id}`, {})
  const opened = async (email: string, id: number) => read((await open(email, id)).body.token)
  const proven = async (account: string) => {
    const { secret } = (await agent.post(`/api/brands/${slug}/in-app-secret`)).body
    await agent.put(`/api/brands/${slug}/channels`, { textSeverity: null, nextChannelMinutes: 30, inApp: false, chatButton: true })
    const proof = createHmac('sha256', secret).update(account).digest('hex')
    return (await call(`/${slug}/help/chat/known`, { account, proof })).body.as as string
  }

  test('a chat of which only the account is known is put together with nobody’s mails, from neither side', async () => {
    await write(system, { from: 'a1@real.example', subject: 'My salary', text: 'Nobody else may know that it is late.' })
    const mail = await conversationWith(system, 'a1@real.example')
    const { token } = (await call(`/${slug}/help/chat`, { id: randomUUID(), text: 'I want to talk to a human', as: await proven('A1') })).body
    const chat = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).c as number
    expect((await show(chat)).account.key).toBe('A1')
    for (const [id, into] of [
      [chat, mail],
      [mail, chat],
    ] as const) {
      const refused = await post(id, 'merge', { into })
      expect([refused.status, refused.body.detail]).toEqual([403, expect.stringMatching(/chat.*Answer each where it stands/)])
    }
    // Where it was done before that was refused, the link still opens its own words alone.
    await sql`update conversation_messages set conversation_id = ${mail}, written_in = ${chat} where conversation_id = ${chat}`.execute(system.db)
    await sql`update conversations set state = 'merged', merged_into = ${mail}, waiting_since = null, turn_at = null, promised_at = null, promise = null, promise_near_at = null where id = ${chat}`.execute(
      system.db,
    )
    await answer(mail, 'Your salary comes on Friday.')
    const seen = await read(token)
    expect(seen[0]).toBe('I want to talk to a human')
    expect(seen.join()).not.toMatch(/salary|Nobody else/)
    await call(`/chat/${token}/messages`, { id: randomUUID(), text: 'Still there?' })
    expect(await read(token)).toEqual([...seen, 'Still there?'])
    expect((await show(mail)).thread.at(-1)).toMatchObject({ text: 'Still there?' })
    await sql`insert into conversation_files (message_id, name, type, bytes, sha256, verdict, content) select id, 'pay.txt', 'text/plain', 1, '\\x00', 'kept', '\\x00' from conversation_messages where text like 'Nobody else%'`.execute(
      system.db,
    )
    const { rows } = await sql<{ id: number }>`select id from conversation_files where name = 'pay.txt'`.execute(system.db)
    expect((await system.web.status.inject(`/chat/${token}/files/${rows[0]?.id}`)).statusCode).toBe(404)
  })

  test('mails of two colleagues that an agent put together stay apart on their own pages, and each is answered', async () => {
    await write(system, { from: 'a2@real.example', subject: 'My notice', text: 'I leave the firm in May.' })
    await write(system, { from: 'bob-a2@real.example', subject: 'The bill', text: 'The bill is wrong.' })
    const [ann, bob] = [await conversationWith(system, 'a2@real.example'), await conversationWith(system, 'bob-a2@real.example')]
    expect((await post(bob, 'merge', { into: ann })).status).toBe(200)
    expect(await listed('bob-a2@real.example')).toEqual([{ id: bob, subject: 'The bill' }])
    expect(await listed('a2@real.example')).toEqual([{ id: ann, subject: 'My notice' }])
    expect((await open('bob-a2@real.example', ann)).status).toBe(404)
    expect((await opened('bob-a2@real.example', bob)).join()).toMatch(/bill is wrong/)
    expect((await opened('bob-a2@real.example', bob)).join()).not.toMatch(/leave the firm/)
    expect((await opened('a2@real.example', ann)).join()).not.toMatch(/bill is wrong/)
    await sendReplies(system)
    await answer(ann, 'We look into it.')
    await sendReplies(system)
    const [toBob, toAnn] = [mailsTo(system, 'bob-a2@real.example').at(-1), mailsTo(system, 'a2@real.example').at(-1)]
    expect([toBob?.text, toAnn?.text]).toEqual([expect.stringContaining('We look into it.'), expect.stringContaining('We look into it.')])
    // Each is quoted their own words, and not what the other wrote to us alone.
    expect([toBob?.text, toAnn?.text]).toEqual([expect.stringContaining('> The bill is wrong'), expect.stringContaining('> I leave the firm')])
    expect([toBob?.text.includes('leave the firm'), toAnn?.text.includes('bill is wrong')]).toEqual([false, false])
    expect((await opened('bob-a2@real.example', bob)).at(-1)).toBe('We look into it.')
    expect((await opened('a2@real.example', ann)).at(-1)).toBe('We look into it.')
  })

  test('who answers a mail that a colleague handed on stands under their own name, is answered, and finds it on their page', async () => {
    await write(system, { from: 'a3@real.example', name: 'Ann', subject: 'Export fails', text: 'Between us: my boss must not know.' })
    const id = await conversationWith(system, 'a3@real.example')
    expect((await show(id)).replyTo).toEqual({ to: 'a3@real.example', copies: [] })
    await answer(id, 'Which version do you have?')
    await sendReplies(system)
    const asked = mailsTo(system, 'a3@real.example').at(-1)
    await write(system, { from: 'bob-a3@real.example', name: 'Bob Builder', subject: 'Fwd: Export fails', text: 'It is version 7.', answers: asked?.id })
    const { thread, replyTo } = await show(id)
    expect(thread.filter(({ kind }: Message) => kind === 'in')).toMatchObject([
      { text: expect.stringContaining('Between us'), writer: null },
      { text: 'It is version 7.', writer: { name: 'Bob Builder', address: 'bob-a3@real.example' } },
    ])
    expect(replyTo).toEqual({ to: 'bob-a3@real.example', copies: ['a3@real.example'] })
    const before = mailsTo(system, 'a3@real.example').length
    await answer(id, 'Then it is mended in version 8.')
    await sendReplies(system)
    const [toBob] = mailsTo(system, 'bob-a3@real.example')
    expect(toBob).toMatchObject({ text: expect.stringContaining('mended in version 8'), headed: { to: 'bob-a3@real.example', cc: ['a3@real.example'] } })
    expect(mailsTo(system, 'a3@real.example').slice(before)).toMatchObject([{ id: toBob?.id, headed: { to: 'bob-a3@real.example' } }])
    expect((await show(id)).thread.at(-1).delivery).toMatchObject({ to: 'bob-a3@real.example', copies: [{ to: 'a3@real.example', state: 'accepted' }] })
    // Of what came before they read nothing but what they had.
    expect(await listed('bob-a3@real.example')).toMatchObject([{ id }])
    expect(await opened('bob-a3@real.example', id)).toEqual(['It is version 7.', 'Then it is mended in version 8.'])
    expect((await opened('a3@real.example', id)).join()).toMatch(/Between us.*version 7.*version 8/s)
    // What they write there stands under their name as well.
    const { token } = (await open('bob-a3@real.example', id)).body
    await call(`/chat/${token}/messages`, { id: randomUUID(), text: 'Thanks, from here.' })
    expect((await show(id)).thread.at(-1)).toMatchObject({ text: 'Thanks, from here.', writer: { address: 'bob-a3@real.example' } })
    // Once Ann writes it is hers again; a colleague who does not wait gets no copy.
    await answer(id, 'You are welcome.')
    await write(system, { from: 'a3@real.example', subject: 'Re: Export fails', text: 'One more thing.', answers: asked?.id })
    expect((await show(id)).replyTo).toEqual({ to: 'a3@real.example', copies: [] })
  })

  test('an answer for all, and one that comes back, concern everybody who waits in a thread', async () => {
    const id = await conversationWith(system, 'a3@real.example')
    await write(system, {
      from: 'bob-a3@real.example',
      subject: 'Re: Export fails',
      text: 'The shop is down as well.',
      answers: mailsTo(system, 'bob-a3@real.example').at(-1)?.id,
    })
    expect((await show(id)).replyTo).toEqual({ to: 'bob-a3@real.example', copies: ['a3@real.example'] })
    const serviceId = (await sql<{ id: string }>`select id from services where key = 'shop-real'`.execute(system.db)).rows[0]?.id
    const { body: crisis } = await agent.post('/api/crises', { title: 'Shop', kind: 'service-outage', scope: [{ serviceId }] })
    await post(id, 'crisis', { crisisId: crisis.id })
    const body = { texts: { en: 'Hello {name|there}, we know of the shop.' }, hold: [] }
    const { seal } = (await agent.post(`/api/crises/${crisis.id}/answers/preview`, body)).body
    expect((await agent.post(`/api/crises/${crisis.id}/answers`, { ...body, seal })).status).toBe(201)
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
    const got = ['a3@real.example', 'bob-a3@real.example'].map((to) => mailsTo(system, to).filter(({ text }) => text.includes('we know of the shop')))
    expect(got.map((mails) => mails.length)).toEqual([1, 1])
    expect((await agent.get(`/api/crises/${crisis.id}/conversations`)).body.answers[0]).toMatchObject({ planned: 1, deliveries: { accepted: 1 } })
    // A copy that comes back makes it ours again, and goes out again alone.
    await answer(id, 'It is mended.')
    await sendReplies(system)
    const sent = mailsTo(system, 'a3@real.example').at(-1)
    const back = { outcome: 'soft' as const, reason: 'full', answer: '452', at: system.now(), key: 'x', trusted: true }
    expect((await applyFeedback(system.deps, [{ ...back, messageId: sent?.id as string, address: 'a3@real.example' }])).moved).toBe(1)
    const { state, thread } = await show(id)
    expect([state, thread.at(-1).delivery.state, thread.at(-1).delivery.copies]).toEqual(['open', 'accepted', [{ to: 'a3@real.example', state: 'bounced' }]])
    const before = system.live.sent.length
    expect((await post(id, `messages/${thread.at(-1).id}/again`, {})).status).toBe(200)
    await sendReplies(system)
    expect(system.live.sent.slice(before).map(({ to }) => to)).toEqual(['a3@real.example'])
  })

  test('of what was kept before, who wrote and where it was written is found when it is brought up to date', async () => {
    const told = async () =>
      (
        await sql`
          select m.id, m.sender, m.written_in from conversation_messages m where m.inbound_mail_id is not null
             and (m.written_in is null or exists (select from conversation_acts a where a.kind = 'merged' and a.data->'messages' @> to_jsonb(m.id))) order by m.id`.execute(
          system.db,
        )
      ).rows
    const before = await told()
    expect(before.filter((row) => (row as { written_in: number | null }).written_in !== null)).not.toEqual([])
    await sql`update conversation_messages set sender = null, written_in = null where inbound_mail_id is not null`.execute(system.db)
    const statements = readFileSync(new URL('../migrations/0049-who-wrote.sql', import.meta.url), 'utf8').match(/^update [^;]+;/gm) ?? []
    expect(statements).toHaveLength(2)
    for (const statement of statements) await sql.raw(statement).execute(system.db)
    expect(await told()).toEqual(before)
  })

  test('who says by a link that it is still broken has a conversation of their own, and never writes in a colleague’s', async () => {
    const serviceId = (await sql<{ id: string }>`select id from services where key = 'mail-real'`.execute(system.db)).rows[0]?.id
    const { body: crisis } = await agent.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId }] })
    const contact = async (email: string) =>
      (await sql<{ a: number; k: number }>`select account_id::int as a, id::int as k from contacts where email = ${email}`.execute(system.db)).rows[0] as {
        a: number
        k: number
      }
    await write(system, { from: 'a5@real.example', subject: 'Mail', text: 'Mail is down, and the auditors must not hear of it.' })
    const id = await conversationWith(system, 'a5@real.example')
    await post(id, 'crisis', { crisisId: crisis.id })
    let version = 0
    const says = async (email: string | null) => {
      const { a, k } = await contact(email ?? 'a5@real.example')
      await sql`
        insert into sign_offs (crisis_id, account_id, practice, contact_id, answer, answered_at, round, way) values (${crisis.id}, ${a}, false, ${email && k}::bigint, 'still-broken', ${system.now()}, 1, 'link')
        on conflict (crisis_id, account_id) do update set contact_id = excluded.contact_id`.execute(system.db)
      version += 1
      await system.db.transaction().execute((tx) => openStillBroken(tx, { crisisId: crisis.id, accountId: a, at: system.now(), stream: 'sign-off/x', version }))
    }
    const inThread = async (of: number) => (await show(of)).thread.filter(({ kind }: Message) => kind === 'in').length
    await says('bob-a5@real.example')
    const bobs = await conversationWith(system, 'bob-a5@real.example')
    expect([await inThread(id), await inThread(bobs)]).toEqual([1, 1])
    expect(await show(bobs)).toMatchObject({ stillBroken: true, crisis: { id: crisis.id } })
    await says('a5@real.example')
    await says('bob-a5@real.example')
    expect([await inThread(id), await inThread(bobs)]).toEqual([2, 2])
    // Of whom nobody knows who of the account it was, that is said.
    await says(null)
    expect([await inThread(id), await inThread(bobs)]).toEqual([2, 2])
    expect((await show(await conversationWith(system, 'a5@real.example'))).thread[0].senderNote).toMatch(/who of them it was is not known/)
  })

  test('what a colleague wrote and somebody took out of the thread is theirs', async () => {
    await write(system, { from: 'a4@real.example', subject: 'Two matters', text: 'The first matter.' })
    const id = await conversationWith(system, 'a4@real.example')
    await answer(id, 'Which one?')
    await sendReplies(system)
    await write(system, {
      from: 'bob-a4@real.example',
      name: 'Bob',
      subject: 'Re: Two matters',
      text: 'Mine is another.',
      answers: mailsTo(system, 'a4@real.example').at(-1)?.id,
    })
    const apart = await post(id, 'split', { message: (await show(id)).thread.at(-1).id, subject: 'Another' })
    expect(apart.body).toMatchObject({ address: 'bob-a4@real.example', writer: 'Bob', replyTo: { to: 'bob-a4@real.example', copies: [] } })
    expect((await listed('a4@real.example')).map((each) => each.id)).toEqual([id])
    expect(await listed('bob-a4@real.example')).toEqual([{ id: apart.body.id, subject: 'Another' }])
  })

  test('of a link that somebody made up for another contact, or of one who left, nothing is opened', async () => {
    await write(system, { from: 'a4@real.example', subject: 'Mine alone', text: 'Private.' })
    const id = await conversationWith(system, 'a4@real.example')
    expect((await listed('bob-a4@real.example')).map((each) => each.id)).not.toContain(id)
    expect((await open('bob-a4@real.example', id)).status).toBe(404)
    const { token } = (await open('a4@real.example', id)).body
    expect(await read(token)).toContain('Private.')
    const [claims, seal] = token.split('.') as [string, string]
    const forged = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), k: 1 }
    expect((await call(`/chat/${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${seal}`)).status).toBe(410)
    const { sign } = await import('../server/src/platform/secrets/seal.ts')
    expect((await call(`/chat/${sign(system.deps.key, 'chat', { c: id, k: 999_999_999 }, new Date('2031-01-01'))}`)).status).toBe(410)
  })
})

// Files that go both ways: attached by an agent, sent over real SMTP byte for byte, answered in the thread; sent by customers in the chat, and had there by nobody but them.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createEmail } from '@leeward/email'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { conversationWith, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10', 'latin1'), randomBytes(200_000)])
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('Files of conversations', () => {
  let system: TestSystem
  let agent: Awaited<ReturnType<TestSystem['person']>>
  let other: typeof agent
  let company: Awaited<ReturnType<typeof smallCompany>>
  let mailbox: SMTPServer
  let id: number
  const raw: string[] = []
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    company = await smallCompany(system, 3)
    agent = await system.person('Agnes', 'support')
    other = await system.person('Otto', 'support')
    mailbox = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData: (stream, _, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part) => parts.push(part))
        stream.on('end', () => {
          raw.push(Buffer.concat(parts).toString('latin1'))
          done()
        })
      },
    })
    await new Promise<void>((up) => mailbox.listen(0, '127.0.0.1', up))
    const { port } = mailbox.server.address() as { port: number }
    system.senders.live.splice(0, 1, { name: 'mailbox', channel: createEmail(`smtp://127.0.0.1:${port}?ignoreTLS=true`, 2), connections: 2 })
    await write(system, { from: 'a1@real.example', subject: 'Invoice', text: 'Please send me the invoice.', id: '<first@customer.example>' })
    id = await conversationWith(system, 'a1@real.example')
    await sendReplies(system)
  })
  afterAll(async () => {
    await system?.senders.live[0]?.channel.close()
    await new Promise<void>((down) => mailbox.close(() => down()))
    await system?.close()
  })

  const attach = async (content: Buffer | string, name: string, { by = agent, to = id, type = '' } = {}) => {
    const answer = await system.web.console.inject({
      method: 'POST',
      url: `/api/conversations/${to}/uploads?${new URLSearchParams({ name, ...(type ? { type } : {}) })}`,
      headers: { cookie: by.cookie, 'content-type': 'application/octet-stream' },
      payload: Buffer.from(content),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const show = async (conversation = id) => (await agent.get(`/api/conversations/${conversation}`)).body
  const reply = async (files: string[], more: object = {}, by = agent) => {
    const { thread } = await show()
    const seen = Math.max(...thread.map((message: { id: number }) => message.id))
    return by.post(`/api/conversations/${id}/replies`, { text: 'Here they are.', seen, files, ...more })
  }
  const unsent = async () => (await sql<{ count: number }>`select count(*)::int as count from conversation_uploads`.execute(system.db)).rows[0]?.count

  test('arrive with a reply byte for byte, under names of any script, and what is answered to it comes back into the thread', async () => {
    const files = [
      ['Rechnung – März „neu“ ✓ 部屋.pdf', Buffer.from('%PDF-1.7\r\n\n\r two\0 line ends'), 'application/pdf'],
      [`${'ein sehr langer Name mit Umlauten äöü '.repeat(2)}.csv`, Buffer.from('a;b\r\n1;2\n'), 'text/csv'],
      ['picture.png', png, 'image/png'],
      ['original.eml', Buffer.from('From: a@b.example\nSubject: Ä\n\nonly\nline feeds\n.\n'), 'message/rfc822'],
    ] as const
    const ids = []
    for (const [name, content, type] of files) ids.push((await attach(content, name, { type })).body.id as string)
    const sent = await reply(ids, { key: 'once' })
    expect(sent.status).toBe(200)
    // Asked twice it is one message with its files once.
    expect((await reply(ids, { key: 'once' })).body.thread.filter(({ kind }: { kind: string }) => kind === 'out')).toHaveLength(2)
    await sendReplies(system)
    const mail = raw.filter((each) => each.includes('Here they are.'))
    expect(mail).toHaveLength(1)
    const read = await PostalMime.parse(Buffer.from(mail[0] as string, 'latin1'))
    const got = read.attachments.map(({ filename, content }) => [filename, sha(new Uint8Array(content as ArrayBuffer))])
    expect(got).toEqual(files.map(([name, content]) => [name, sha(content)]))
    // RFC 2231: in pieces, in percent, never raw.
    expect(mail[0]).toMatch(/filename\*0\*=utf-8''Rechnung%20%E2%80%93%20M%C3%A4rz/i)
    expect(mail[0]).toMatch(/^[\x00-\x7f]*$/)
    expect([read.inReplyTo, read.subject]).toEqual([expect.stringContaining('@'), 'Re: Invoice'])
    await write(system, { from: 'a1@real.example', subject: 'Re: Invoice', text: 'Thank you, got all four.', answers: read.messageId })
    expect(await conversationWith(system, 'a1@real.example')).toBe(id)
    const { thread } = await show()
    expect(thread.at(-1)).toMatchObject({ kind: 'in', text: 'Thank you, got all four.' })
    expect(thread.at(-2).files.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes])).toEqual(
      files.map(([name, content]) => [name, content.length]),
    )
    expect(await unsent()).toBe(0)
    const had = await system.web.console.inject({ url: `/api/conversations/${id}/files/${thread.at(-2).files[0].id}`, headers: { cookie: agent.cookie } })
    expect(sha(had.rawPayload)).toBe(sha(files[0][1]))
    expect(had.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename\*=UTF-8''Rechnung%20/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'; sandbox"),
    })
  })

  test('who dies while a mail goes out sends it to nobody twice; sent again by a person, its files go with it', async () => {
    const file = (await attach('a second look', 'look.txt')).body.id
    await reply([file], { text: 'Once more with a file.' })
    // Marked as being sent, and then nothing was heard of it.
    await sql`update reply_deliveries set state = 'sending', leased_by = 'gone', leased_until = ${system.now()}::timestamptz - interval '1 second', attempts = 1 where state = 'planned'`.execute(
      system.db,
    )
    const mails = () => raw.filter((each) => each.includes('Once more with a file.')).length
    await sendReplies(system)
    await sendReplies(system)
    expect(mails()).toBe(0)
    const message = (await show()).thread.at(-1)
    expect(message).toMatchObject({ delivery: { state: 'unknown' }, files: [{ name: 'look.txt' }] })
    expect((await agent.post(`/api/conversations/${id}/messages/${message.id}/again`)).status).toBe(200)
    await sendReplies(system)
    expect(mails()).toBe(1)
    expect((await PostalMime.parse(Buffer.from(raw.at(-1) as string, 'latin1'))).attachments).toMatchObject([{ filename: 'look.txt' }])
  })

  test('are judged as those that come in, and bounded, each bound in one sentence', async () => {
    const refused = async (content: Buffer | string, name: string) => {
      const { status, body } = await attach(content, name)
      return [status, body.detail]
    }
    expect(await refused('MZ\x90\0', 'invoice.pdf')).toEqual([422, expect.stringContaining('It is a program')])
    expect(await refused('', 'empty.txt')).toEqual([422, expect.stringContaining('There is no file in it')])
    expect(await refused('x', '../etc/passwd')).toEqual([400, expect.stringContaining('without folders')])
    expect(await refused(Buffer.alloc(10_000_001, 65), 'large.txt')).toEqual([413, expect.stringContaining('A file may have 10 MB')])
    expect(await refused(Buffer.alloc(21_000_000, 65), 'larger.txt')).toEqual([413, expect.stringContaining('A file may have 10 MB')])
    expect((await attach('x', 'a.txt', { to: 987_654 })).status).toBe(404)
    expect((await attach('Hello', 'Rechnung.pdf.txt')).body).toMatchObject({ name: 'Rechnung.pdf.txt', why: 'Its name has two endings (.pdf.txt).' })
    const heavy = [await attach(Buffer.alloc(8_000_000, 65), '1.txt'), await attach(Buffer.alloc(8_000_000, 66), '2.txt')].map(({ body }) => body.id as string)
    expect(await reply(heavy)).toMatchObject({ status: 413, body: { detail: expect.stringContaining('15 MB together') } })
    expect(await reply(Array.from({ length: 11 }, () => randomUUID()))).toMatchObject({ status: 400, body: { detail: expect.stringContaining('10 at most') } })
    expect((await reply([heavy[0] as string, heavy[0] as string])).status).toBe(400)
    // Nothing was lost by that: one of them goes.
    for (const [nth, file] of heavy.entries()) if (nth > 0) expect((await agent.post(`/api/conversations/${id}/uploads/${file}/removal`)).status).toBe(200)
    expect((await reply([heavy[0] as string])).status).toBe(200)
    for (let n = 0; n < 49; n += 1) await attach('x', `${n}.txt`)
    expect(await refused('x', 'one-more.txt')).toEqual([413, expect.stringContaining('not sent')])
  })

  test('belong to who attached them and to that conversation; what is never sent is forgotten after a week', async () => {
    await sql`delete from conversation_uploads`.execute(system.db)
    const mine = (await attach('mine', 'mine.txt')).body.id
    expect(await reply([mine], {}, other)).toMatchObject({ status: 410, body: { detail: expect.stringContaining('attach it again') } })
    await other.post(`/api/conversations/${id}/uploads/${mine}/removal`)
    expect(await unsent()).toBe(1)
    await write(system, { from: 'a2@real.example', subject: 'Else', text: 'Something else.' })
    const elsewhere = await conversationWith(system, 'a2@real.example')
    expect((await agent.post(`/api/conversations/${elsewhere}/notes`, { text: 'x', files: [mine] })).status).toBe(410)
    expect((await agent.post(`/api/conversations/${id}/notes`, { text: 'For us.', files: [mine] })).body.thread.at(-1)).toMatchObject({
      kind: 'note',
      files: [{ name: 'mine.txt', verdict: 'kept' }],
    })
    const left = (await attach('left', 'left.txt')).body.id
    const forget = () => system.tasks['forget-uploads']?.({}, new AbortController().signal)
    await system.at('2030-01-09T08:59:00Z')
    await forget()
    expect(await unsent()).toBe(1)
    await system.at('2030-01-09T09:01:00Z')
    await forget()
    expect([await unsent(), (await reply([left])).status]).toEqual([0, 410])
  })

  test('of customers come with the chat and the form to write to us, and a person looks at them; what is dangerous is named and not kept, and the words are', async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ id: randomUUID(), text: 'When is the next update? See the picture.', name: '', email: '' }))
      form.set(name, value)
    form.append('files', new File([new Uint8Array(png)], 'Bildschirm – größer.png', { type: 'image/png' }))
    form.append('files', new File(['MZ\x90\0'], 'fix.exe'))
    const { token, body } = await begin(form)
    expect(body.messages[0].files).toMatchObject([
      { name: 'Bildschirm – größer.png', bytes: png.length, kept: true },
      { name: 'fix.exe', kept: false },
    ])
    expect(body.messages[1].text).toContain('I hand this over to a person')
    const chat = conversationOf(token)
    const shown = await show(chat)
    expect(shown.thread[0].files).toMatchObject([{ verdict: 'kept' }, { verdict: 'refused', why: expect.stringContaining('program') }])
    expect(shown.acts.at(-1)).toMatchObject({ kind: 'handed-over', data: { why: ['file'] } })
    const page = (await system.web.status.inject(`/chat/${token}`)).body
    expect(page).toContain('fix.exe <span class="quiet">was not taken</span>')
    // A file alone says something, too.
    const alone = new FormData()
    alone.set('id', randomUUID())
    alone.set('text', '')
    alone.append('files', new File(['a line'], 'log.txt', { type: 'text/plain' }))
    expect((await post(`/chat/${token}/messages`, alone)).statusCode).toBe(303)
    expect((await show(chat)).thread.at(-1)).toMatchObject({ kind: 'in', text: '', files: [{ name: 'log.txt' }] })
    const contact = new FormData()
    for (const [name, value] of Object.entries({ id: randomUUID(), email: 'new@real.example', subject: 'Broken', text: 'See the log.' }))
      contact.set(name, value)
    contact.append('files', new File(['a line'], 'log.txt', { type: 'text/plain' }))
    expect((await post(`/${company.slug}/help/contact`, contact)).statusCode).toBe(200)
    expect((await show(await conversationWith(system, 'new@real.example'))).thread[0].files).toMatchObject([{ name: 'log.txt', verdict: 'kept' }])
  })

  test('in a chat are had by its own link alone, both ways; a note’s never', async () => {
    const start = async () => {
      const form = new FormData()
      form.set('id', randomUUID())
      form.set('text', 'I want to talk to a person')
      form.append('files', new File(['theirs'], 'theirs.txt', { type: 'text/plain' }))
      return (await begin(form)).token
    }
    const [token, another] = [await start(), await start()]
    const chat = conversationOf(token)
    const { thread } = await show(chat)
    const [answer, kept] = [(await attach(png, 'answer.png', { to: chat })).body.id, (await attach('ours', 'ours.txt', { to: chat })).body.id]
    await agent.post(`/api/conversations/${chat}/replies`, { text: 'Look at this.', seen: thread[0].id, files: [answer] })
    await agent.post(`/api/conversations/${chat}/notes`, { text: 'Hm.', files: [kept] })
    const all = (await show(chat)).thread.flatMap(({ files }: { files: { id: number; name: string }[] }) => files) as { id: number; name: string }[]
    const fetched = (link: string, name: string) => system.web.status.inject(`/chat/${link}/files/${all.find((file) => file.name === name)?.id}`)
    const had = await fetched(token, 'answer.png')
    expect([had.statusCode, sha(had.rawPayload), had.headers['x-content-type-options'], had.headers['content-disposition']]).toEqual([
      200,
      sha(png),
      'nosniff',
      "attachment; filename*=UTF-8''answer.png",
    ])
    expect(had.headers['content-security-policy']).toContain('sandbox')
    expect((await fetched(token, 'theirs.txt')).body).toBe('theirs')
    expect((await fetched(token, 'ours.txt')).statusCode).toBe(404)
    expect((await fetched(another, 'answer.png')).statusCode).toBe(404)
    expect((await fetched('x.y', 'answer.png')).statusCode).toBe(410)
    for (const odd of ['0', '-1', 'x', '9'.repeat(30)]) expect((await system.web.status.inject(`/chat/${token}/files/${odd}`)).statusCode, odd).toBe(400)
  })

  test('of customers are bounded: how many, how large, and how much of them; whoever reads pages reads why', async () => {
    const many = new FormData()
    many.set('id', randomUUID())
    many.set('text', 'Many')
    for (let n = 0; n < 8; n += 1) many.append('files', new File([`x${n}`], `${n}.txt`, { type: 'text/plain' }))
    const { token, body } = await begin(many)
    expect(body.messages[0].files.map(({ kept }: { kept: boolean }) => kept)).toEqual([true, true, true, true, true, false, false, false])
    const large = new FormData()
    large.set('id', randomUUID())
    large.set('text', '')
    large.append('files', new File([new Uint8Array(20_500_000)], 'large.bin'))
    const answer = await post(`/chat/${token}/messages`, large, { accept: 'text/html', 'accept-language': 'de-AT,en;q=0.5' })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
    expect(answer.body).toContain('Gehen Sie zurück')
    for (const [type, payload] of [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=x', 'x'],
      ['multipart/form-data; boundary=x', '--x\r\n'.repeat(5_000)],
    ] as const) {
      const odd = await system.web.status.inject({ method: 'POST', url: `/chat/${token}/messages`, headers: { 'content-type': type }, payload })
      expect(odd.statusCode, payload.slice(0, 20)).toBe(422)
    }
    // So much in a chat, whenever it came: the words of what is beyond that are taken all the same.
    await sql`update conversation_files set bytes = 55000000 where id = (select min(f.id) from conversation_files f join conversation_messages m on m.id = f.message_id where m.conversation_id = ${conversationOf(token)})`.execute(
      system.db,
    )
    const beyond = new FormData()
    beyond.set('id', randomUUID())
    beyond.set('text', 'One more.')
    beyond.append('files', new File([new Uint8Array(6_000_000).fill(65)], 'log.txt'))
    await post(`/chat/${token}/messages`, beyond)
    expect((await show(conversationOf(token))).thread.at(-1)).toMatchObject({
      text: 'One more.',
      files: [{ verdict: 'refused', why: 'There are as many files in this chat as it holds.' }],
    })
    // So much an hour from one place, before anything of it is read; words alone go on.
    expect((await post(`/chat/${token}/messages`, beyond, { 'content-length': '90000000' })).statusCode).toBe(429)
    const words = new FormData()
    words.set('id', randomUUID())
    words.set('text', 'Words alone.')
    expect((await post(`/chat/${token}/messages`, words)).statusCode).toBe(303)
    const nothing = { id: randomUUID(), text: '', attached: 'yes' }
    expect((await system.web.status.inject({ method: 'POST', url: `/chat/${token}/messages`, payload: nothing })).statusCode).toBe(422)
  })

  test('do not go to a desk, which takes none from here; a note takes them', async () => {
    await sql`
      insert into desks (id, key, kind, name, brand_id, hash, sealed, settings, made_by, made_at)
      select ${randomUUID()}, 'theirs', 'webhook', 'Theirs', brand_id, 'x', 'x', '{}', ${agent.id}, ${system.now()} from conversations where id = ${id}`.execute(
      system.db,
    )
    await sql`update conversations set external = '{"system":"theirs","id":"7"}' where id = ${id}`.execute(system.db)
    const file = (await attach('x', 'x.txt')).body.id
    expect(await reply([file])).toMatchObject({ status: 409, body: { detail: expect.stringContaining('its desk') } })
    expect((await agent.post(`/api/conversations/${id}/notes`, { text: 'Ours.', files: [file] })).status).toBe(200)
  })

  const conversationOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] as string, 'base64url').toString()).c as number
  const post = async (url: string, form: FormData, headers: Record<string, string> = {}) => {
    const request = new Request('http://status.test', { method: 'POST', body: form })
    return system.web.status.inject({
      method: 'POST',
      url,
      headers: { 'content-type': request.headers.get('content-type') as string, ...headers },
      payload: Buffer.from(await request.arrayBuffer()),
    })
  }
  const begin = async (form: FormData) => {
    const begun = await post(`/${company.slug}/help/chat`, form, { accept: 'application/json' })
    const { token } = begun.json() as { token: string }
    return { token, body: (await system.web.status.inject({ url: `/chat/${token}`, headers: { accept: 'application/json' } })).json() }
  }
})

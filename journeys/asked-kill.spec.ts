// The process that asks feeds, reads mails and takes mentions is killed (SIGKILL) again and again: what was written is told, once.
import { type ChildProcess, fork } from 'node:child_process'
import { type FakeMastodon, startFakeMastodon } from '@leeward/mastodon/fake'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import { addEndpoint } from '../server/src/communicate/endpoints/endpoints.store.ts'
import { addSource } from '../server/src/detect/signals/sources.store.ts'
import { switchMentions } from '../server/src/support/social/inboxes.store.ts'
import { smallCompany } from './support/company.ts'
import { type Searches, startSearches } from './support/searches.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const [kills, each] = [3, 15]
const began = Date.now()

let system: TestSystem
let there: Searches
let mastodon: FakeMastodon
let child: ChildProcess | undefined
beforeAll(async () => {
  system = await testSystem({ at: new Date(began).toISOString(), web: false })
  ;[there, mastodon] = await Promise.all([startSearches(), startFakeMastodon()])
  const { slug } = await smallCompany(system, 1)
  const source = { brand: slug, practice: false, service: null, region: null, keptAMinute: 100_000 }
  await addSource(
    system.deps,
    { ...source, name: 'feed', kind: 'feed', settings: { kind: 'feed', url: `${there.url}/feed`, ours: [], everySeconds: 60 } },
    'tester',
  )
  const account = {
    channel: 'mastodon' as const,
    brand: slug,
    name: 'M',
    accountKey: null,
    leastSeverity: 1,
    service: mastodon.url,
    handle: '@acme',
    token: mastodon.token,
  }
  await switchMentions(system.deps, { id: (await addEndpoint(system.deps, account, 'tester')).id, channel: 'mastodon' }, true, 'tester')
  await addSource(system.deps, { ...source, name: 'mail', kind: 'mail', settings: { kind: 'mail', addresses: ['care@acme.example'] } }, 'tester')
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await there.close()
  await mastodon.close()
  await system.close()
})
const start = () =>
  new Promise<void>((ready) => {
    child = fork(new URL('./support/asks-until-killed.ts', import.meta.url).pathname, [system.url, system.config.dataDir, String(began)])
    child.once('message', () => ready())
  })
const told = async () =>
  (await sql<{ name: string; title: string }>`select name, title from signals order by name, title`.execute(system.db)).rows.map(
    ({ name, title }) => `${name} ${title}`,
  )

test('killed while it asks and stores, nothing is left out and nothing told twice', { timeout: 120_000 }, async () => {
  const wanted: string[] = []
  const written: string[] = []
  const mentioned: string[] = []
  for (let kill = 0; kill <= kills; kill += 1) {
    await start()
    for (let nth = 0; nth < each; nth += 1) {
      const name = `${kill}-${String(nth).padStart(2, '0')}`
      there.entries.unshift(
        `<item><guid>${name}</guid><title>${name}</title><pubDate>${new Date(began + (Date.now() - began) * 60).toUTCString()}</pubDate></item>`,
      )
      await takeInbound(
        system.deps,
        Buffer.from(`From: customer${kill}@mail.example\nTo: care@acme.example\nSubject: ${name}\nMessage-ID: <${name}@x>\n\nIs it down?\n`),
        'test',
      )
      // Two in a thread, then the next thread.
      const replyTo = nth % 2 === 1 ? (mentioned.at(-1) as string) : null
      mentioned.push(
        mastodon.say({ acct: 'ann@far.example', content: `<p>${name}</p>`, replyTo, at: new Date(began + (Date.now() - began) * 60).toISOString() }),
      )
      wanted.push(`feed ${name}`, `mail ${name}`)
      written.push(name)
    }
    // Some of it is told by now, some is being stored at this moment.
    if (kill < kills) await expect.poll(async () => (await told()).length, { timeout: 60_000, interval: 3 }).toBeGreaterThan(kill * each)
    if (kill < kills) child?.kill('SIGKILL')
  }
  await expect.poll(async () => (await told()).length, { timeout: 60_000, interval: 200 }).toBe(wanted.length)
  expect(await told()).toEqual(wanted.toSorted())
  const conversed = async () =>
    (
      await sql<{
        text: string
        conversation: number
      }>`select m.text, m.conversation_id as conversation from conversation_messages m join social_messages s on s.message_id = m.id order by m.text`.execute(
        system.db,
      )
    ).rows
  await expect.poll(async () => (await conversed()).length, { timeout: 60_000, interval: 200 }).toBe(written.length)
  const rows = await conversed()
  expect(rows.map(({ text }) => text)).toEqual(written.toSorted())
  // Each thread of hers is one conversation: eight for fifteen that were written.
  expect(new Set(rows.map(({ conversation }) => conversation)).size).toBe((kills + 1) * Math.ceil(each / 2))
})

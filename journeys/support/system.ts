// A whole Leeward on a real database, around a clock that the test moves; mails go to a fake that keeps them.
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeEmail, type Message, type Outcome } from '@leeward/email'
import { createFakeWebhook, createWebhook } from '@leeward/webhook'
import { Logger, runOnce } from 'graphile-worker'
import { type Pagers, sendPages } from '../../server/src/assess/escalation/send-pages.ts'
import { createWeb, type Web } from '../../server/src/app.ts'
import type { Senders } from '../../server/src/communicate/deliveries/line.ts'
import { createAuth, createPerson } from '../../server/src/platform/auth/auth.ts'
import type { Group } from '../../server/src/platform/auth/permissions.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import type { Feature } from '../../server/src/platform/events/engine.ts'
import { createOutgoing } from '../../server/src/platform/outgoing/outgoing.ts'
import { tick } from '../../server/src/platform/timers/tick.ts'
import { lookAfter } from '../../server/src/restore/look-after.ts'
import { runActions } from '../../server/src/stabilize/actions/run-actions.ts'
import { createDeps, createLines, createTasks } from '../../server/src/system.ts'
import { testDatabase } from './database.ts'
import { fakeDns } from './dns.ts'

export type TestSystem = Awaited<ReturnType<typeof testSystem>>

export async function testSystem(
  options: {
    at?: string
    answer?: (message: Message) => Outcome
    answerPage?: (message: Message) => Outcome
    features?: Feature[]
    web?: boolean
    env?: Record<string, string>
    slackApi?: string
  } = {},
) {
  const database = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'leeward-journey-'))
  const config = readConfig({
    LEEWARD_DATA_DIR: folder,
    LEEWARD_SECRET: '5'.repeat(64),
    LEEWARD_LOG: 'silent',
    LEEWARD_DEMO: '1',
    LEEWARD_CONSOLE_URL: 'http://console.test',
    LEEWARD_STATUS_URL: 'http://status.test',
    LEEWARD_SMTP_URL: 'smtp://fake',
    ...options.env,
    LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8',
  })
  let now = new Date(options.at ?? '2030-01-01T09:00:00Z')
  // A DNS in which there is nothing; a test that wants more puts its own here.
  const deps = { ...createDeps(database, config, () => now, options.features), dns: fakeDns({}) }
  const auth = createAuth(database, deps.key, config.consoleUrl)
  const live = createFakeEmail(options.answer)
  const practice = createFakeEmail()
  const senders: Senders = { live: [{ name: 'fake', channel: live, connections: 10 }], practice, lines: createLines(config, options) }
  // Mails to people stay here; their webhooks go out through the guard, to whatever a test listens with on loopback.
  const pages = { live: createFakeEmail(options.answerPage), practice: createFakeEmail(), practiceHooks: createFakeWebhook() }
  const pagers: Pagers = {
    live: { email: pages.live, webhook: createWebhook(createOutgoing({ allow: config.outgoingAllow })) },
    practice: { email: pages.practice, webhook: pages.practiceHooks },
    // One after the other, so that a test reads them in the order in which they were planned.
    atOnce: 1,
  }
  const tasks = createTasks(deps, senders)
  /** Every channel looks for itself, as it does each second where it runs. */
  const deliver = () =>
    Promise.all(
      Object.entries(tasks)
        .filter(([name]) => name.startsWith('deliver-line-'))
        .map(([, task]) => task({}, new AbortController().signal)),
    )
  const web: Web | undefined = options.web === false ? undefined : await createWeb(deps, auth)

  return {
    ...database,
    deps,
    auth,
    config,
    live,
    practice,
    senders,
    /** What paged people: `live.sent` are the mails that would have gone out. */
    pages,
    tasks,
    deliver,
    web: web as Web,
    now: () => now,
    /** Moves the clock to a time of the same day (or to an instant) and lets everything due fire. */
    async at(time: string) {
      now = new Date(time.includes('T') ? time : `${now.toISOString().slice(0, 10)}T${time}:00Z`)
      await this.tick()
    },
    async tick() {
      while ((await tick(database.db, deps.engine, () => now)).woken > 0) {
        /* until nothing is due */
      }
    },
    /** Sends what is planned for people on call. */
    sendPages: () => sendPages(deps, pagers, new AbortController().signal),
    /** Looks at what is to be restored, and at what is watched, as happens each minute. */
    lookAfter: () => lookAfter(deps),
    /** Calls the actions that were asked for. */
    runActions: () => runActions(deps, { live: pagers.live.webhook, practice: pages.practiceHooks }, new AbortController().signal),
    /** Carries out what is queued, as a worker would; where the mails are woken, the other channels look too. */
    runJobs: () =>
      runOnce({
        pgPool: database.pool,
        concurrency: 1,
        noHandleSignals: true,
        logger: new Logger(() => () => {}),
        taskList: Object.fromEntries(
          Object.entries(tasks).map(([name, task]) => [
            name,
            async (payload: unknown) => {
              await (name === 'deliver-email' ? deliver() : task(payload as Record<string, unknown>, new AbortController().signal))
            },
          ]),
        ),
      }),
    async person(name: string, ...groups: Group[]) {
      const email = `${name.toLowerCase().replace(/\W+/g, '.')}@house.test`
      const id = await createPerson(database.db, auth, { name, email, groups, password: 'correct-horse-battery' })
      return { id, name, email, ...(await client(web as Web, email)) }
    },
    close: async () => {
      await web?.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function client(web: Web | undefined, email: string) {
  if (!web) return { get: undefined as never, post: undefined as never, put: undefined as never, cookie: '' }
  const signedIn = await web.console.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: 'correct-horse-battery' },
    remoteAddress: elsewhere(),
  })
  const cookie = signedIn.cookies.map((each) => `${each.name}=${encodeURIComponent(each.value)}`).join('; ')
  const call =
    (method: 'GET' | 'POST' | 'PUT') =>
    async (url: string, payload?: object | string, headers: Record<string, string> = {}) => {
      const answer = await web.console.inject({
        method,
        url,
        headers: { cookie, ...headers },
        ...(payload === undefined ? (method === 'GET' ? {} : { payload: {} }) : { payload }),
      })
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.headers['content-type']?.toString().includes('json') ? answer.json() : answer.body,
      }
    }
  return { get: call('GET'), post: call('POST'), put: call('PUT'), cookie }
}

/** Sign-ins from one address are counted for a minute in the memory of the process, which specifications share: each comes from another one. */
const elsewhere = () => `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`

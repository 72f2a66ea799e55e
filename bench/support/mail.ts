// What benchmarks of sending share: a mail server of its own process that can be killed, and an update to many.
import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, createReadStream, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { insertDraft } from '../../server/src/communicate/updates/updates.store.ts'
import { submitUpdate } from '../../server/src/communicate/updates/submit.ts'
import type { Deps } from '../../server/src/deps.ts'
import { newId } from '../../server/src/platform/ids.ts'

/** `received`: how often each Message-ID arrived, from what the server wrote down before it took a mail. */
export async function mailSink(tmp: string) {
  const file = join(tmp, 'received.log')
  closeSync(openSync(file, 'a'))
  let child: ChildProcess | undefined
  let port = 0
  const start = () =>
    new Promise<void>((listening) => {
      child = fork(new URL('./mail-sink.ts', import.meta.url).pathname, [String(port), file])
      child.once('message', (said: { port: number }) => {
        port = said.port
        listening()
      })
    })
  await start()
  return {
    url: () => `smtp://127.0.0.1:${port}`,
    /** Killed and started again on the same port. */
    crash: async () => {
      const gone = new Promise((done) => child?.once('exit', done))
      child?.kill('SIGKILL')
      await gone
      await start()
    },
    received: async () => {
      const times = new Map<string, number>()
      if (!existsSync(file)) return times
      for await (const line of createInterface({ input: createReadStream(file) })) {
        const id = line.slice(line.indexOf(' ') + 1)
        times.set(id, (times.get(id) ?? 0) + 1)
      }
      return times
    },
    close: () => child?.kill('SIGKILL'),
  }
}

const paragraph = 'Some of our customers cannot send messages at the moment. We have found the part that fails and are taking the last change to it back. '

/** An update, written and published: its deliveries are planned. */
export async function publishUpdate(deps: Deps, crisisId: string, phase: 'investigating' | 'resolved' = 'investigating'): Promise<string> {
  const id = newId(new Date())
  const parts = { title: 'Messages are delayed', happened: paragraph.repeat(2), affected: paragraph, cause: paragraph, prevention: paragraph, did: paragraph }
  await insertDraft(deps.db, id, crisisId, { phase, holding: false, parts, locale: 'en', nextUpdateAt: null }, 'bench', new Date())
  await submitUpdate(deps, id, 'bench', undefined, 1)
  return id
}

export async function statesOf({ db }: Pick<Deps, 'db'>, updateId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{
    state: string
    count: number
  }>`select state::text, count(*)::int as count from deliveries where update_id = ${updateId} group by 1`.execute(db)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

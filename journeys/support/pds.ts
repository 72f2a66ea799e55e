// A real personal data server of Bluesky, with a directory of names, in a process of its own.
import { foreignNative, startForeign } from './native.ts'

export type Pds = {
  url: string
  handle: string
  did: string
  /** An app password; `another` makes one more, `revoke` takes the first back. */
  password: string
  another: () => Promise<string>
  revoke: () => Promise<void>
  posts: () => Promise<{ uri: string; cid: string; value: Record<string, unknown> }[]>
  remove: (uri: string) => Promise<void>
  close: () => Promise<void>
}

/** This version runs on Node 18 and later; those after it want 22. */
const packages = { '@atproto/dev-env': '0.3.215' }
const script = `
  const { TestPlc } = require('@atproto/dev-env/dist/plc')
  const { TestPds } = require('@atproto/dev-env/dist/pds')
  const plc = await TestPlc.create({})
  const pds = await TestPds.create({ didPlcUrl: plc.url })
  give({ port: pds.port })
`

export async function startPds(): Promise<Pds | { missing: string }> {
  const found = await foreignNative(packages, ['better-sqlite3'])
  if ('missing' in found) return found
  const { port, close } = await startForeign<{ port: number }>(found, script)
  const url = `http://127.0.0.1:${port}`
  const call = async (method: string, body: object, token?: string) => {
    const answer = await fetch(`${url}/xrpc/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  const { did, handle, accessJwt } = await call('com.atproto.server.createAccount', {
    email: 'a@house.test',
    handle: 'mail-house.test',
    password: 'correct-horse-battery',
  })
  const newPassword = async (name: string): Promise<string> => (await call('com.atproto.server.createAppPassword', { name }, accessJwt)).password
  return {
    ...{ url, did, handle, close },
    password: await newPassword('first'),
    another: () => newPassword('second'),
    revoke: () => call('com.atproto.server.revokeAppPassword', { name: 'first' }, accessJwt),
    posts: async () => {
      const answer = await fetch(`${url}/xrpc/com.atproto.repo.listRecords?repo=${did}&collection=app.bsky.feed.post&reverse=true&limit=100`)
      return ((await answer.json()) as { records: Awaited<ReturnType<Pds['posts']>> }).records
    },
    remove: (uri) => call('com.atproto.repo.deleteRecord', { repo: did, collection: 'app.bsky.feed.post', rkey: uri.split('/').at(-1) }, accessJwt),
  }
}

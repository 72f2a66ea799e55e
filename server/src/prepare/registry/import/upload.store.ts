// An upload waits in a temporary file until it is complete.
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from '../../../platform/refused.ts'

/** The most that one file may have, in bytes. */
export const mostBytes = 2 * 1024 ** 3

/** What stands for the body of a request with a file: the stream is out of sight of whoever would print it. */
export class UploadStream {
  readonly #stream: Readable
  constructor(stream: Readable) {
    this.#stream = stream
  }
  get stream() {
    return this.#stream
  }
}

type Upload = { bytes: number; read: () => Readable; remove: () => Promise<void> }

/** Keeps what arrives, up to `most` bytes (2 GB); a longer one is refused, and nothing of it stays. */
export async function keepUpload(stream: Readable, most = mostBytes): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'leeward-import-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const file = join(folder, 'upload.csv')
  let bytes = 0
  const counted = new Transform({
    transform(chunk, _encoding, done) {
      bytes += chunk.length
      if (bytes > most) done(tooLarge(most))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(stream, counted, createWriteStream(file, { mode: 0o600 }))
    const handle = await open(file, 'r')
    // Out of the folder at once where the system allows it: then nothing of it stays, even after a kill.
    await remove().catch(() => {})
    return {
      bytes,
      read: () => handle.createReadStream({ highWaterMark: 131_072 }),
      remove: async () => {
        await handle.close().catch(() => {})
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Said before anything is read where the sender tells the length, else when it is reached. */
export const tooLarge = (most = mostBytes) =>
  new Refused(
    'too-large',
    `This file is larger than ${Math.floor(most / 1024 ** 2).toLocaleString('en')} MB. Split it and import the parts one after the other.`,
  )

// A thread that composes, signs and sends: what takes the time of a processor is not taken from the screens that are served beside it.
import { parentPort, workerData } from 'node:worker_threads'
import { createEmail, type Message } from './email.ts'

const port = parentPort as NonNullable<typeof parentPort>
const { url, connections, patience } = workerData as { url: string; connections: number; patience: number }
const channel = createEmail(url, connections, { patience })

port.on('message', async (asked: { nth: number; message: Message } | 'close') => {
  if (asked === 'close') {
    await channel.close()
    return port.close()
  }
  port.postMessage({ nth: asked.nth, outcome: await channel.send(asked.message) })
})

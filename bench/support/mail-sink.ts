// A mail server in a process of its own: takes everything, and says what each address got, also after it was killed. Run as: mail-sink.ts PORT FILE
import { appendFileSync, openSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'

const [port, file] = [Number(process.argv[2]), process.argv[3] as string]
const log = openSync(file, 'a')

const server = createServer((line: Socket) => {
  line.setNoDelay(true)
  line.on('error', () => {})
  let [to, id, unread] = ['', '', '']
  let inMessage = false
  line.write('220 sink ESMTP\r\n')
  line.on('data', (chunk) => {
    unread += chunk.toString('latin1')
    for (;;) {
      if (inMessage) {
        const end = unread.indexOf('\r\n.\r\n')
        if (end < 0) return
        id = /^message-id:\s*(<[^>]*>)/im.exec(unread.slice(0, end))?.[1] ?? ''
        unread = unread.slice(end + 5)
        inMessage = false
        // Written before it is taken, as a mail server must.
        appendFileSync(log, `${to} ${id}\n`)
        line.write('250 2.0.0 taken\r\n')
        continue
      }
      const end = unread.indexOf('\r\n')
      if (end < 0) return
      const command = unread.slice(0, end)
      unread = unread.slice(end + 2)
      const verb = command.slice(0, 4).toUpperCase()
      if (verb === 'RCPT') to = /<(.*?)>/.exec(command)?.[1] ?? ''
      if (verb === 'DATA') inMessage = true
      line.write(
        verb === 'EHLO' ? '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n' : verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n',
      )
    }
  })
})
server.listen(port, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
process.on('disconnect', () => process.exit())

// The mail server of whoever is written to: it takes what comes, and refuses the addresses that it is told to.
import { SMTPServer } from 'smtp-server'

/** @param refuses whether there is nobody at this address */
export async function startMailServer(refuses: (address: string) => boolean = () => false) {
  const taken: { to: string; subject: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      refuses(address) ? done(Object.assign(new Error('5.1.1 There is nobody of this name here'), { responseCode: 550 })) : done(),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const subject = /^subject: ?(.*(?:\r\n[ \t].*)*)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1]?.replaceAll(/\r\n[ \t]+/g, ' ') ?? ''
        taken.push(...envelope.rcptTo.map(({ address }) => ({ to: address, subject })))
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()))
  return {
    taken,
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

import { SMTPServer } from 'smtp-server'

/** A mail server that counts what each address got; `calls`: mails that ask somebody to lead. */
export async function postOffice() {
  const received = new Map<string, number>()
  const asked = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const asks = /needs somebody to lead/.test(Buffer.concat(chunks).toString('utf8'))
        for (const { address } of session.envelope.rcptTo) {
          received.set(address, (received.get(address) ?? 0) + 1)
          if (asks) asked.set(address, (asked.get(address) ?? 0) + 1)
        }
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()))
  return {
    received,
    calls: (address: string) => asked.get(address) ?? 0,
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

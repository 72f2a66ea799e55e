// config → database → app → tick; short.
import { mkdirSync } from 'node:fs'
import { demoFeature, demoTasks, loadDemo } from './demo/demo.ts'
import { startMailbox } from './demo/mailbox.ts'
import { startTexts } from './demo/texts.ts'
import { commandLineKey, firstAdministrator, openDatabase, prepare } from './install.ts'
import { systemClock } from './platform/clock.ts'
import { readConfig } from './platform/config/config.ts'
import { installationKey } from './platform/secrets/seal.ts'
import { run } from './run.ts'
import { createDeps, createPagers, createSenders, createTasks } from './system.ts'

async function main() {
  const given = readConfig(process.env)
  mkdirSync(given.dataDir, { recursive: true })
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const began = Date.now()

  const database = await openDatabase(given)
  const key = installationKey(given.dataDir, given.secret)
  const auth = await prepare(database.connection, key, given)
  const texts = given.demo ? await startTexts(database.connection.db, systemClock, given) : undefined
  const config = texts?.config ?? given
  const deps = createDeps(database.connection, config, systemClock, config.demo ? [demoFeature] : [])
  const mailbox = config.demo ? await startMailbox(deps, config.smtpPort) : undefined
  if (config.demo) await loadDemo(deps, auth, say)
  const senders = createSenders(config)
  const first = await firstAdministrator(database.connection, auth)
  await commandLineKey(database.connection, config, systemClock())
  const running = await run(deps, auth, { ...createTasks(deps, senders), ...(config.demo ? demoTasks(deps) : {}) }, senders, createPagers(config))

  say(`
Leeward is ready (${((Date.now() - began) / 1000).toFixed(1)} s)${config.demo ? ', with the demo: a fictional company and a crisis under way' : ''}.

  Console      ${config.consoleUrl}
  Status page  ${config.statusUrl}
${config.demo ? `  Mails        ${config.consoleUrl}/mailbox   (nothing leaves this machine)\n` : ''}${
  first
    ? `
  Sign in as   ${first.email}
  Password     ${first.password}
  This password is shown this once. Lost it? npm run leeward -- password ${first.email}
`
    : '  Sign in as before. Lost the password? npm run leeward -- password admin@leeward.test\n'
}
${config.demo || config.smtpUrl ? '' : 'No mail can be sent yet: set LEEWARD_SMTP_URL. Mails wait meanwhile.\n'}${config.host === '127.0.0.1' ? 'It listens on this machine only (127.0.0.1).' : `It listens on ${config.host}.`} Stop it with Ctrl+C.`)

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    say(`\n${signal}: finishing what is in hand…`)
    const tooLong = setTimeout(() => process.exit(1), 20_000)
    await running.stop()
    await mailbox?.close()
    await texts?.close()
    await database.close()
    clearTimeout(tooLong)
    process.exit(0)
  }
  process.on('SIGINT', () => void stop('Stopping'))
  process.on('SIGTERM', () => void stop('Stopping'))
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${process.env.LEEWARD_LOG === 'debug' ? (error as Error).stack : ''}\n`)
  process.exit(1)
})

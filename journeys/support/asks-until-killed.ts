// A process that asks a feed, reads mails and takes mentions as conversations, until somebody kills it.
import { createAskers } from '../../server/src/detect/asked/askers.ts'
import { runPolls } from '../../server/src/detect/asked/polls.store.ts'
import { readMails } from '../../server/src/detect/mail/mail.store.ts'
import { createIntake } from '../../server/src/detect/signals/take.store.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { createSocial } from '../../server/src/support/social/social.ts'
import { takeSocial } from '../../server/src/support/social/take-social.store.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { createDeps } from '../../server/src/system.ts'

const [databaseUrl = '', dataDir = '', began = '0'] = process.argv.slice(2)
const config = readConfig({ DATABASE_URL: databaseUrl, LEEWARD_DATA_DIR: dataDir, LEEWARD_SECRET: '5'.repeat(64), LEEWARD_LOG: 'silent' })
// Its minutes are a second long: what a dead process held is free again soon.
const clock = () => new Date(Number(began) + (Date.now() - Number(began)) * 60)
const deps = createDeps(connect(databaseUrl, 4), config, clock)
const [intake, ask] = [createIntake(deps), createAskers({ allow: ['127.0.0.0/8'], timeoutMs: 1_000 })]
const social = createSocial({ outgoingAllow: ['127.0.0.0/8'], demo: false })
process.send?.('ready')
for (;;) {
  await runPolls(deps, intake, ask)
  await readMails(deps, intake)
  await takeSocial(deps, social.read)
  await new Promise((later) => setTimeout(later, 5))
}

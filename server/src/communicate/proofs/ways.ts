// Every way out of this installation, and where a test of it goes: what is set up, whatever this process itself carries.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { mailServers } from '../../platform/config/mail-servers.ts'
import { textProviders } from '../../platform/config/text-providers.ts'
import { ownRooms, type Way } from './proofs.store.ts'

/** `comesBack`: something tells that it arrived; else all that can be known is that it was taken. `missing`: what to set, where it is not set up. */
export type KnownWay = Way & { name: string; to: string | null; comesBack: boolean; missing?: string }

export async function waysOut(deps: Pick<Deps, 'db' | 'config'>): Promise<KnownWay[]> {
  const { config } = deps
  const to = await mailboxOf(deps)
  const mails = mailServers(config.smtpUrl ?? `smtp://127.0.0.1:${config.smtpPort}`, 1).map(
    ({ name }): KnownWay => ({
      ...{ channel: 'email', provider: name, endpointId: null, name, to },
      comesBack: config.inboundMailbox !== undefined || config.demo,
      ...(config.smtpUrl || config.demo
        ? to
          ? {}
          : { missing: 'Set LEEWARD_PROOF_MAIL, or a mailbox that bounces come back to (LEEWARD_INBOUND_IMAP_URL).' }
        : { missing: 'Set LEEWARD_SMTP_URL.' }),
    }),
  )
  const texts = textProviders(config.textUrl ?? '').map(
    ({ name }): KnownWay => ({
      ...{ channel: 'sms', provider: name, endpointId: null, name, to: config.textProofTo ?? null, comesBack: true },
      ...(config.textProofTo ? {} : { missing: 'Set LEEWARD_TEXT_PROOF_TO to a number of yours.' }),
    }),
  )
  const none: KnownWay[] =
    texts.length > 0
      ? []
      : [{ channel: 'sms', provider: '', endpointId: null, name: '', to: null, comesBack: false, missing: 'Set LEEWARD_TEXT_URL to send texts.' }]
  const rooms = (await ownRooms(deps.db)).map(
    ({ id, channel, name, shown }): KnownWay => ({ channel, provider: channel, endpointId: id, name, to: shown, comesBack: false }),
  )
  const page: KnownWay = {
    channel: 'status-page',
    provider: 'status-page',
    endpointId: null,
    name: new URL(config.statusUrl).host,
    to: config.statusUrl,
    comesBack: false,
  }
  const { rows } = await sql`select from artefacts limit 1`.execute(deps.db)
  return [...mails, ...texts, ...none, ...rooms, ...(rows.length > 0 ? [page] : [])]
}

/** An address of ours: the one that was named, else the mailbox that is read here. */
async function mailboxOf({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<string | null> {
  if (config.proofMail) return config.proofMail
  const {
    rows: [brand],
  } = await sql<{ sender: string; bounceAddress: string | null }>`
    select sender, bounce_address as "bounceAddress" from brands order by (bounce_address is null), created_at limit 1`.execute(db)
  if (config.inboundMailbox) {
    const user = decodeURIComponent(new URL(config.inboundMailbox.url).username)
    return brand?.bounceAddress ?? (user.includes('@') ? user : null)
  }
  return config.demo && brand ? brand.sender : null
}

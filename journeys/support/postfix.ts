// Debian's own mail server on loopback, with its own folders: it carries what Leeward sends, and writes the failure notice where a mailbox server finds it.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from './dovecot.ts'

export type Postfix = { port: number; stop: () => Promise<void> }
const program = '/usr/sbin/postfix'

/** Why it cannot be had here; undefined where it can. Its master needs root to begin, whatever it does later. */
export const noPostfix = (): string | undefined =>
  existsSync(program) ? (userInfo().uid === 0 ? undefined : 'postfix only starts for root') : 'there is no /usr/sbin/postfix (Debian: apt-get install postfix)'

/**
 * @param to where the domains of the recipients lead: host and port of the server that answers for them
 * @param mailbox the address that notices return to, and the Maildir it stands for
 */
export async function startPostfix(to: { domain: string; port: number }, mailbox: { address: string; maildir: string }): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'lw-mta-'))
  chmodSync(folder, 0o755)
  const [configuration, queue, data] = ['etc', 'queue', 'data'].map((name) => join(folder, name)) as [string, string, string]
  for (const each of [configuration, queue, data]) mkdirSync(each)
  execFileSync('chown', ['postfix', data])
  const port = await freePort()
  const [uid, gid] = ['-u', '-g'].map((which) => execFileSync('id', [which, 'mail'], { encoding: 'utf8' }).trim())
  writeFileSync(
    join(configuration, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.leeward.test
mydestination =
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
virtual_mailbox_domains = ${mailbox.address.split('@')[1]}
virtual_mailbox_maps = inline:{ ${mailbox.address}=${mailbox.maildir.split('/').at(-1)}/ }
virtual_mailbox_base = ${join(mailbox.maildir, '..')}
virtual_minimum_uid = 1
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
transport_maps = inline:{ ${to.domain}=smtp:[127.0.0.1]:${to.port} }
`,
  )
  // Debian's own services, but on our port, and none of them locked into a folder that lacks what it needs.
  const services = readFileSync(existsSync('/etc/postfix/master.cf') ? '/etc/postfix/master.cf' : '/usr/share/postfix/master.cf.dist', 'utf8')
  const ours = services.replace(/^smtp( +)inet/m, `127.0.0.1:${port}$1inet`).replace(/^(\S+ +(?:inet|unix|unix-dgram|fifo|pass) +\S+ +\S+ +)[yn-]/gm, '$1n')
  writeFileSync(join(configuration, 'master.cf'), ours)
  if (existsSync('/etc/postfix/dynamicmaps.cf')) cpSync('/etc/postfix/dynamicmaps.cf', join(configuration, 'dynamicmaps.cf'))
  const run = (what: string) => execFileSync(program, ['-c', configuration, what], { stdio: 'ignore' })
  run('start')
  for (let tries = 0; tries < 100 && !(await answers(port)); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  return {
    port,
    stop: async () => {
      run('stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const answers = (port: number) =>
  new Promise<boolean>((told) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      told(true)
    }).on('error', () => told(false))
  })

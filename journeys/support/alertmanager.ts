// The real Alertmanager, on loopback, for one test: it is told of alerts and tells our address of them.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './dovecot.ts'

const program = '/usr/bin/prometheus-alertmanager'

/** Why it cannot be had here; undefined where it can. */
export const noAlertmanager = (): string | undefined =>
  existsSync(program) ? undefined : `there is no ${program} (Debian: apt-get install prometheus-alertmanager)`

/** @param to the base address of our console, with a key for each of the two ways that it speaks */
export async function startAlertmanager({ url, webhookKey, pagerKey }: { url: string; webhookKey: string; pagerKey: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'lw-am-'))
  const port = await freePort()
  writeFileSync(
    join(folder, 'am.yml'),
    `route: {receiver: both, group_by: [alertname, service], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
receivers:
- name: both
  webhook_configs: [{url: '${url}/api/signals/hooks/${webhookKey}', send_resolved: true}]
  pagerduty_configs: [{routing_key: '${pagerKey}', url: '${url}/v2/enqueue', severity: '{{ .CommonLabels.severity }}', client: Alertmanager}]
`,
  )
  const child: ChildProcess = spawn(
    program,
    [`--config.file=${folder}/am.yml`, `--storage.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error'],
    { stdio: 'ignore' },
  )
  const base = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`${base}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break
    await new Promise((later) => setTimeout(later, 100))
  }
  return {
    tell: async (alerts: { labels: Record<string, string>; annotations?: Record<string, string>; startsAt?: string; endsAt?: string }[]) => {
      const { ok, status } = await fetch(`${base}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      })
      if (!ok) throw new Error(`Alertmanager answers ${status}`)
    },
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import type { DnsLine } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t } from '../../strings/t.ts'
import { Copy } from '../../ui/Copy.tsx'
import styles from './Senders.module.css'

/** A line for the DNS, as providers' forms want it and as a zone file does. */
export function DnsLineBox({ line: { name, type, value, zone } }: { line: DnsLine }) {
  const rows = [
    { label: t('dns.name'), text: name, copy: t('dns.copyName', { name }) },
    { label: t('dns.type'), text: type },
    { label: t('dns.value'), text: value, copy: t('dns.copyValue', { name }) },
    { label: t('dns.zone'), text: zone, copy: t('dns.copyZone', { name }) },
  ]
  return (
    <dl className={styles.line} aria-label={`${t('dns.add')}: ${name}`}>
      {rows.map(({ label, text, copy }) => (
        <Row key={label} label={label} text={text} copy={copy} />
      ))}
    </dl>
  )
}

function Row({ label, text, copy }: { label: string; text: string; copy: string | undefined }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text}</dd>
      <dd>{copy && <Copy text={text} label={copy} />}</dd>
    </>
  )
}

import type { PlaybookPreview, Rehearsed } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Plan.module.css'
import { minutesInWords, roleName, useShown } from './playbook.ts'

/** Everything on the time line in its order, to be read, searched and heard. */
export function RehearsalList({ preview }: { preview: PlaybookPreview }) {
  const { roles } = useShown().playbook
  return (
    <Scrollable label={t('rehearsal.list')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('rehearsal.when')}</th>
            <th scope="col" className={styles.wide}>
              {t('rehearsal.lane')}
            </th>
            <th scope="col">{t('rehearsal.what')}</th>
            <th scope="col">{t('rehearsal.who')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.entries.map((entry) => (
            <tr key={`${entry.lane} ${entry.kind} ${entry.title} ${entry.at}`}>
              <td className="lw-figures" style={{ whiteSpace: 'nowrap' }}>
                {whenInWords(entry)}
              </td>
              <td className={`${styles.quiet} ${styles.wide}`}>{tOf('rehearsal.lane', entry.lane)}</td>
              <th scope="row">
                {entry.title}
                {entry.detail && <div className={styles.help}>{entry.detail}</div>}
              </th>
              <td>{entry.who.map((role) => roleName(role, roles)).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}

function whenInWords({ minutes, kind }: Rehearsed): string {
  if (minutes === null) return kind === 'promptly' ? t('playbook.promptly') : t('rehearsal.open')
  return minutes === 0 ? t('rehearsal.atOnce') : t('rehearsal.afterTime', { span: minutesInWords(Math.round(minutes)) })
}

import type { Parts } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { partKeys } from './draft.ts'
import styles from './UpdateCard.module.css'

const order = [...partKeys, 'why', 'prevention'] as const

/** The text, part by part; what was published long ago is folded. */
export function UpdateParts({ parts, folded }: { parts: Parts; folded: boolean }) {
  const given = order.filter((key) => parts[key]?.trim())
  if (given.length === 0) return null
  const list = (
    <dl className={styles.parts}>
      {given.map((key) => (
        <div key={key}>
          <dt>{tOf('part', key)}</dt>
          <dd className="lw-prewrap">{parts[key]}</dd>
        </div>
      ))}
    </dl>
  )
  return folded ? (
    <details>
      <summary className={styles.summary}>{t('update.read')}</summary>
      {list}
    </details>
  ) : (
    list
  )
}

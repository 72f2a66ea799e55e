import { Anchor, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'
import type { Call } from './calls.ts'
import styles from './Calls.module.css'
import { Owner } from './WhoTheyAre.tsx'

/** Whom to ask for: those with a number first, the number large enough to read off and to press. */
export function People({ call: { people, account } }: { call: Call }) {
  const reachable = people.some(({ phone }) => phone)
  return (
    <section aria-label={t('calls.people')}>
      {people.length === 0 && <Text size="sm">{t('calls.nobody')}</Text>}
      <ul className={styles.people} data-numbers={reachable || undefined}>
        {people.map(({ name, position, phone, locale }, nth) => (
          <li key={nth}>
            {reachable &&
              (phone ? (
                <Anchor href={`tel:${phone}`} className={`${styles.phone} lw-figures`}>
                  {phone}
                </Anchor>
              ) : (
                <span className={styles.noPhone}>{t('calls.noNumber')}</span>
              ))}
            <span>
              {name ?? position ?? '–'}
              <Text span size="xs" c="dimmed">
                {[name && position, locale && languageName(locale)]
                  .filter(Boolean)
                  .map((about) => ` · ${about}`)
                  .join('')}
              </Text>
            </span>
          </li>
        ))}
      </ul>
      {!reachable && (
        <Text size="sm" mt={6} component="div" className="lw-amber">
          {t('calls.noNumbers')} {account.ownerEmail && t('calls.askOwner')} {account.ownerEmail && <Owner email={account.ownerEmail} />}
        </Text>
      )}
    </section>
  )
}

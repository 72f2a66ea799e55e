import { Group, Stack, Text } from '@mantine/core'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { number, percent } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from './SignOffCard.module.css'

/** The customers' own word that it works again. */
export function SignOffCard() {
  const { id, signOff, restoredAt } = useRoom()
  const ask = useWrite({ path: crisisPath(id, '/sign-off-request'), touches: touched(id), done: t('signOff.done') })
  const { asked, works, stillBroken } = signOff
  return (
    <Card title={t('signOff.title')}>
      <Stack gap="sm">
        {asked === 0 ? (
          <Text size="sm" c="dimmed">
            {t('signOff.none')}
          </Text>
        ) : (
          <>
            <Group align="baseline" gap="xs">
              <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures">
                {percent(works, asked)}
              </Text>
              <Text size="sm" c="dimmed">
                {t('signOff.rate')}
              </Text>
            </Group>
            <div className={styles.bar} aria-hidden="true">
              <i data-answer="works" style={{ flexGrow: works }} />
              <i data-answer="broken" style={{ flexGrow: stillBroken }} />
              <i style={{ flexGrow: Math.max(0, asked - works - stillBroken) }} />
            </div>
            <Text size="sm" className="lw-figures">
              {number(asked)} {t('signOff.asked')} ·{' '}
              <span className="lw-green">
                {number(works)} {t('signOff.works')}
              </span>{' '}
              ·{' '}
              <span className={stillBroken > 0 ? 'lw-red' : ''}>
                {number(stillBroken)} {t('signOff.broken')}
              </span>{' '}
              · {number(Math.max(0, asked - works - stillBroken))} {t('signOff.silent')}
            </Text>
          </>
        )}
        {restoredAt ? (
          asked === 0 && (
            <ActionButton
              write={ask}
              body={undefined}
              may="restore"
              confirm={{ title: t('signOff.confirm'), text: t('signOff.text'), label: t('signOff.now') }}
            >
              {t('signOff.ask')}
            </ActionButton>
          )
        ) : (
          <Text size="sm" c="dimmed">
            {t('signOff.after')}
          </Text>
        )}
      </Stack>
    </Card>
  )
}

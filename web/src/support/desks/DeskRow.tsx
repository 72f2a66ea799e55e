import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import styles from '../../detect/sources/Sources.module.css'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { DeskDialog } from './DeskDialog.tsx'
import { type Desk, desksKey } from './desks.ts'

/** One desk: whether it lets us in, what it told, what waits for it, and in its own words what went wrong. */
export function DeskRow({ desk }: { desk: Desk }) {
  const [changing, setChanging] = useState(false)
  const { id, name, kind, key, url, paused, heardAt, conversations, waiting, unknown, failed, trouble, test } = desk
  const tested = useWrite({ path: `/api/desks/${id}/test`, touches: [desksKey] })
  const remove = useWrite({ path: `/api/desks/${id}/removal`, touches: [desksKey], done: t('desks.removed', { name }) })
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          <Badge color="gray">{tOf('desks.kindOf', kind)}</Badge>
          {paused && <Badge color="amber">{t('desks.pausedBadge')}</Badge>}
          {test && <Badge color={test.ok ? 'green' : 'red'}>{t(test.ok ? 'desks.testOk' : 'desks.testBad')}</Badge>}
        </Group>
        <Text size="sm" className="lw-clip">
          {url}
        </Text>
        <Text size="xs" c="dimmed" className="lw-figures">
          {[
            key,
            tn('desks.conversations', conversations),
            heardAt ? t('desks.heard', { when: atNear(heardAt) }) : t('desks.neverHeard'),
            waiting > 0 && tn('desks.waiting', waiting),
            unknown > 0 && tn('desks.unknown', unknown),
            failed > 0 && tn('desks.failed', failed),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {test && <Text size="sm">{test.says}</Text>}
        {trouble && (
          <Text size="sm" className="lw-amber">
            {t('desks.trouble', { words: trouble })}
          </Text>
        )}
      </div>
      <Group gap="xs" align="flex-start">
        <ActionButton write={tested} body={undefined} size="compact-sm" variant="default" may="settings" label={t('desks.testOf', { name })}>
          {t('desks.test')}
        </ActionButton>
        <Button size="compact-sm" variant="default" aria-label={t('desks.changeOf', { name })} onClick={() => setChanging(true)}>
          {t('desks.change')}
        </Button>
        <ActionButton
          write={remove}
          body={undefined}
          size="compact-sm"
          variant="default"
          may="settings"
          label={t('desks.removeOf', { name })}
          confirm={{ title: t('desks.removeTitle', { name }), text: t('desks.removeText'), label: t('desks.remove'), color: 'red' }}
        >
          {t('desks.remove')}
        </ActionButton>
      </Group>
      {changing && <DeskDialog desk={desk} close={() => setChanging(false)} />}
    </li>
  )
}

import { Badge, Code, Group, Text } from '@mantine/core'
import type { SenderKey, SenderView } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atDayTime } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { DnsLineBox } from './DnsLineBox.tsx'
import { checkKey, sendersKey } from './senders.ts'
import styles from './Senders.module.css'

const colors = { waiting: 'amber', signing: 'green', retired: 'gray' } as const

/** The keys that sign for a domain: one signs, a new one waits beside it until the DNS shows it. */
export function Keys({ sender: { domain, keys } }: { sender: SenderView }) {
  const make = useWrite({ path: `/api/senders/${domain}/keys`, touches: [sendersKey, checkKey(domain)], done: t('senders.keyMade') })
  const waiting = keys.some(({ state }) => state === 'waiting')
  return (
    <Card title={t('senders.keys')}>
      <Text size="sm" c="dimmed" mb="sm">
        {keys.some(({ state }) => state === 'signing') ? t('senders.keysText') : t('senders.noKey')}
      </Text>
      <ul className={styles.list}>
        {keys.map((key) => (
          <Key key={key.selector} domain={domain} signing={key} />
        ))}
      </ul>
      {!waiting && (
        <ActionButton write={make} body={undefined} variant={keys.length === 0 ? 'filled' : 'default'} size="sm" may="settings">
          {keys.length === 0 ? t('senders.makeKey') : t('senders.renewKey')}
        </ActionButton>
      )}
    </Card>
  )
}

function Key({ domain, signing: { selector, state, line, madeBy, madeAt, mayGoAt } }: { domain: string; signing: SenderKey }) {
  const change = useWrite({
    path: `/api/senders/${domain}/keys/${selector}/switch`,
    touches: [sendersKey, checkKey(domain)],
    done: t('senders.switched', { selector }),
  })
  return (
    <li className={styles.item}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Group gap="xs">
            <Code>{selector}</Code>
            <Badge color={colors[state]}>{tOf('senders.key', state)}</Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {t('senders.key.made', { at: atDayTime(madeAt), name: madeBy.name })}
            {mayGoAt && ` · ${t('senders.key.mayGo', { at: atDayTime(mayGoAt) })}`}
          </Text>
        </div>
        {state === 'waiting' && (
          <ActionButton
            write={change}
            body={undefined}
            size="compact-sm"
            may="settings"
            confirm={{ title: t('senders.switchTitle', { selector }), text: t('senders.switchText'), label: t('senders.switch') }}
          >
            {t('senders.switch')}
          </ActionButton>
        )}
      </Group>
      {state === 'waiting' && <DnsLineBox line={line} />}
    </li>
  )
}

import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import styles from './Services.module.css'

type Props = { service: ServiceView; change: (() => void) | undefined; mover: ReactNode }

/** One service: what customers read of it, whether the page names it, how many depend on it. */
export function ServiceRow({ service, change, mover }: Props) {
  const { name, description, onPage, accounts } = service
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <Group gap="xs">
          <Text fw={500} className="lw-clip">
            {name}
          </Text>
          {onPage !== 'always' && <Badge color="gray">{tOf('services.onPage', onPage)}</Badge>}
        </Group>
        <Text size="xs" c="dimmed" className="lw-clip">
          {[description, tn('services.accounts', accounts)].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        {change && (
          <Button size="compact-sm" variant="default" onClick={change} aria-label={t('services.changeOf', { name })}>
            {t('services.change')}
          </Button>
        )}
        {mover}
      </Group>
    </li>
  )
}

/** Up and down by one step. The focus goes along with what was moved, also to the ends. */
export function MoveButtons({ name, at, of, move }: { name: string; at: number; of: number; move: (by: -1 | 1) => void }) {
  const pressed = useRef<HTMLButtonElement>(undefined)
  useEffect(() => {
    if (at >= 0) pressed.current?.focus()
    pressed.current = undefined
  }, [at])
  const steps = [
    { by: -1, label: t('services.up', { name }), sign: '↑', end: at === 0 },
    { by: 1, label: t('services.down', { name }), sign: '↓', end: at === of - 1 },
  ] as const
  return (
    <Group gap={4} wrap="nowrap">
      {steps.map(({ by, label, sign, end }) => (
        <ActionIcon
          key={by}
          variant="default"
          size="md"
          aria-label={label}
          aria-disabled={end || undefined}
          data-disabled={end || undefined}
          onClick={(event) => {
            if (end) return
            pressed.current = event.currentTarget
            move(by)
          }}
        >
          <span aria-hidden="true">{sign}</span>
        </ActionIcon>
      ))}
    </Group>
  )
}

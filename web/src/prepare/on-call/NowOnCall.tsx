import { Button, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import styles from './NowOnCall.module.css'
import { OverrideDialog } from './OverrideDialog.tsx'
import { nameOf, type RotationView } from './on-call.ts'

/** One tile a rotation: the name large, until when, and who comes then. */
export function NowOnCall({ rotations }: { rotations: RotationView[] }) {
  return (
    <section aria-label={t('onCall.now')}>
      <Title order={2} mb="sm">
        {t('onCall.now')}
      </Title>
      <div className={styles.tiles}>
        {rotations.map((rotation) => (
          <Tile key={rotation.id} rotation={rotation} />
        ))}
      </div>
    </section>
  )
}

function Tile({ rotation }: { rotation: RotationView }) {
  const { name, now } = rotation
  const allowed = useMay('on-call')
  const [standingIn, { open, close }] = useDisclosure(false)
  return (
    <article className={styles.tile} data-gap={now.person === null || undefined} aria-label={name}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <p className={`${styles.person} ${now.person ? '' : 'lw-amber'}`} style={{ margin: 0 }}>
        {nameOf(now)}
      </p>
      {now.because && <Text size="sm">{tOf('onCall.because', now.because)}</Text>}
      {now.person && now.insteadOf && <Text size="sm">{t('onCall.instead', { name: now.insteadOf.name })}</Text>}
      <Group justify="space-between" align="flex-end" mt="auto" pt={6} wrap="nowrap">
        <Text size="sm" c="dimmed">
          {nextInWords(rotation)}
        </Text>
        <Button size="compact-sm" variant="default" onClick={open} disabled={!allowed} style={{ flexShrink: 0 }}>
          {t('onCall.standIn')}
        </Button>
      </Group>
      {standingIn && <OverrideDialog rotation={rotation} close={close} />}
    </article>
  )
}

function nextInWords({ next }: RotationView): string {
  if (!next) return t('onCall.always')
  return next.person ? t('onCall.then', { name: next.person.name, at: atNear(next.from) }) : t('onCall.thenNobody', { at: atNear(next.from) })
}

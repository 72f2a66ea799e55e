import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { ReasonDialog } from '../../restore/ReasonDialog.tsx'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { colorOf } from '../../ui/theme.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Payer, payersKey, payoutsKey } from '../execution/payouts.ts'
import { PayerDialog } from './PayerDialog.tsx'
import { Rehearsal } from './Rehearsal.tsx'

/** One payer: whether it pays, why not, and what can be done with it. */
export function PayerRow({ payer }: { payer: Payer }) {
  const [open, setOpen] = useState<'change' | 'rehearsal' | 'pause' | 'hand-over'>()
  const [tried, setTried] = useState<{ ok: boolean; says: string }>()
  const brands = useBrands().data ?? []
  const [mayChange, mayPause] = [useMay('settings'), useMay('approve-remedy')]
  const { id, name, kind, live, paused, can } = payer
  const path = `/api/payers/${encodeURIComponent(id)}`
  const touches = [payersKey, payoutsKey]
  const of = (action: string) => t('payers.of', { action, name })
  const test = useWrite<{ ok: boolean; says: string }>({ path: `${path}/test`, after: setTried })
  const change = useWrite<unknown, { live: boolean }>({ method: 'PUT', path, touches, done: t('payers.changed') })
  const pause = useWrite<unknown, { why: string }>({ path: `${path}/pause`, touches, after: () => setOpen(undefined) })
  const handOver = useWrite<{ lines: number; left: number }, { reason: string }>({
    path: `${path}/handing-over`,
    touches,
    done: ({ lines, left }) => `${tn('payers.handedOver', lines)}${left > 0 ? ` ${tn('payers.stillHas', left)}` : ''}`,
    after: () => setOpen(undefined),
  })
  const resume = useWrite({ path: `${path}/resumption`, touches })
  const remove = useWrite({ path: `${path}/removal`, touches, done: t('payers.removed') })
  const look = { size: 'compact-sm', variant: 'default' } as const
  return (
    <li>
      <Stack gap={6}>
        <Group gap="xs">
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {tOf('payers.kind', kind)}
          </Text>
          {paused ? (
            <Badge color={colorOf.soon}>{t('payers.paused')}</Badge>
          ) : (
            <Badge color={live ? colorOf.good : colorOf.neutral}>{t(live ? 'payers.live' : 'payers.dry')}</Badge>
          )}
        </Group>
        {paused && (
          <Text size="sm" className="lw-amber">
            {paused.why}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('payers.can', { means: can.map((means) => tOf('means', means)).join(', ') })}
        </Text>
        {tried && (
          <Text size="sm" role="status" className={tried.ok ? 'lw-green' : 'lw-red'}>
            {tried.says}
          </Text>
        )}
        <Group gap="xs" align="flex-start">
          <Button {...look} aria-label={of(t('payers.rehearse'))} onClick={() => setOpen('rehearsal')}>
            {t('payers.rehearse')}
          </Button>
          {mayChange && (
            <>
              <ActionButton {...look} write={test} body={undefined} label={of(t('payers.test'))}>
                {t('payers.test')}
              </ActionButton>
              {live ? (
                <ActionButton {...look} write={change} body={{ live: false }} label={of(t('payers.setDry'))}>
                  {t('payers.setDry')}
                </ActionButton>
              ) : (
                <ActionButton
                  {...look}
                  write={change}
                  body={{ live: true }}
                  label={of(t('payers.setLive'))}
                  confirm={{ title: t('payers.setLiveTitle', { name }), text: t('payers.setLiveText'), label: t('payers.setLiveNow') }}
                >
                  {t('payers.setLive')}
                </ActionButton>
              )}
              <Button {...look} aria-label={of(t('payers.change'))} onClick={() => setOpen('change')}>
                {t('payers.change')}
              </Button>
            </>
          )}
          {mayPause &&
            (paused ? (
              <ActionButton {...look} write={resume} body={undefined} label={of(t('payers.resume'))}>
                {t('payers.resume')}
              </ActionButton>
            ) : (
              <Button {...look} aria-label={of(t('payers.pause'))} onClick={() => setOpen('pause')}>
                {t('payers.pause')}
              </Button>
            ))}
          {mayPause && (
            <Button {...look} aria-label={of(t('payers.handOver'))} onClick={() => setOpen('hand-over')}>
              {t('payers.handOver')}
            </Button>
          )}
          {mayChange && (
            <ActionButton
              {...look}
              write={remove}
              body={undefined}
              label={of(t('payers.remove'))}
              confirm={{ title: t('payers.removeTitle', { name }), text: t('payers.removeText'), label: t('payers.removeNow'), color: 'red' }}
            >
              {t('payers.remove')}
            </ActionButton>
          )}
        </Group>
      </Stack>
      {open === 'change' && <PayerDialog payer={payer} brands={brands} close={() => setOpen(undefined)} />}
      {open === 'rehearsal' && <Rehearsal payer={payer} close={() => setOpen(undefined)} />}
      {open === 'hand-over' && (
        <ReasonDialog
          title={t('payers.handOverTitle', { name })}
          text={<Text size="sm">{t('payers.handOverText')}</Text>}
          label={t('payouts.handOverWhy')}
          does={t('payouts.handOverNow')}
          write={handOver}
          body={(reason) => ({ reason })}
          may="approve-remedy"
          close={() => setOpen(undefined)}
        />
      )}
      {open === 'pause' && (
        <ReasonDialog
          title={t('payers.pauseTitle', { name })}
          label={t('payers.pauseWhy')}
          does={t('payers.pauseNow')}
          write={pause}
          body={(why) => ({ why: why.slice(0, 400) })}
          may="approve-remedy"
          close={() => setOpen(undefined)}
        />
      )}
    </li>
  )
}

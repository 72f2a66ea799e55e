import { Checkbox, Group, MultiSelect, NumberInput, Slider, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Adjust, PreviewView, RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { useMay } from '../../platform/session.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { request } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type Amount, money } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { usePlanRemedies } from './plan.ts'

type Preview = z.output<typeof PreviewView>

/** What another share, time or tier would cost, before anybody decides; used as the plan only with a reason. */
export function WhatIf({ plan }: { plan: RemedyPlanView }) {
  const { id } = useRoom()
  const may = useMay('plan-remedy')
  const use = usePlanRemedies(id)
  const [adjust, setAdjust] = useState<Adjust>({ ...plan.adjust, reason: plan.adjust.reason ?? '' })
  const put = (some: Partial<Adjust>) => setAdjust((before) => ({ ...before, ...some }))
  const { reason, ...figures } = adjust
  const [asked] = useDebouncedValue(figures, 400)
  const changed = JSON.stringify(figures) !== JSON.stringify({ ...plan.adjust, reason: undefined })
  const preview = useQuery({
    queryKey: ['what-if', id, plan.id, asked],
    queryFn: ({ signal }) => request<Preview>('POST', crisisPath(id, '/remedies/preview'), { body: { adjust: asked }, signal }),
    enabled: changed && may,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  if (!may) return null
  return (
    <Card title={t('whatIf.title')}>
      <Stack gap="md">
        <Group gap="xl" align="flex-start" grow preventGrowOverflow={false}>
          <div style={{ minWidth: 220 }}>
            <Text size="sm" fw={500} id="what-if-share">
              {t('whatIf.share')}
            </Text>
            <Slider
              aria-labelledby="what-if-share"
              thumbLabel={t('whatIf.share')}
              min={0}
              max={200}
              step={5}
              value={adjust.share}
              onChange={(share) => put({ share })}
              marks={[{ value: 0 }, { value: 100 }, { value: 200 }]}
              label={(value) => `${value} %`}
            />
            <Text size="xs" c="dimmed" mt="xs">
              {t('whatIf.shareHint', { share: adjust.share })}
            </Text>
          </div>
          <NumberInput
            label={t('whatIf.minutes')}
            min={0}
            max={525_600}
            allowDecimal={false}
            value={adjust.minMinutes}
            onChange={(value) => put({ minMinutes: typeof value === 'number' ? value : 0 })}
          />
          <MultiSelect
            label={t('whatIf.tiers')}
            data={[...new Set([...plan.byTier.map(({ tier }) => tier), ...adjust.leaveOutTiers])]}
            value={adjust.leaveOutTiers}
            onChange={(leaveOutTiers) => put({ leaveOutTiers })}
          />
        </Group>
        {(plan.withoutRevenue > 0 || adjust.withoutPrice === 'leave-out') && (
          <Checkbox
            label={t('whatIf.withoutPrice')}
            checked={adjust.withoutPrice === 'leave-out'}
            onChange={(event) => put({ withoutPrice: event.currentTarget.checked ? 'leave-out' : 'ask' })}
          />
        )}
        <div aria-live="polite">
          {!changed ? (
            <Text size="sm" c="dimmed">
              {t('whatIf.same.none')}
            </Text>
          ) : preview.data && !preview.isPlaceholderData ? (
            <Found preview={preview.data} plan={plan} />
          ) : (
            !preview.error && (
              <Text size="sm" c="dimmed">
                {t('whatIf.working')}
              </Text>
            )
          )}
          <ErrorNote error={preview.error} />
        </div>
        {changed && (
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('whatIf.reason')}
              style={{ flex: 1, minWidth: 240 }}
              maxLength={500}
              value={reason ?? ''}
              onChange={(event) => put({ reason: event.currentTarget.value })}
            />
            <ActionButton write={use} body={{ adjust: { ...adjust, reason: reason?.trim() || undefined } }} may="plan-remedy" disabled={!reason?.trim()}>
              {t('whatIf.use')}
            </ActionButton>
          </Group>
        )}
      </Stack>
    </Card>
  )
}

function Found({ preview, plan }: { preview: Preview; plan: RemedyPlanView }) {
  return (
    <Stack gap={4}>
      <Text>
        {t('whatIf.would')} <b>{<Money of={preview.totals} />}</b> {t('whatIf.to', { accounts: tn('remedy.accountsCount', preview.accounts) })} (
        {differences(preview.totals, plan.totals).join(', ') || t('whatIf.same')})
      </Text>
      {preview.warnings.map((warning) => (
        <Text key={warning} size="sm" className="lw-amber">
          {warning}
        </Text>
      ))}
    </Stack>
  )
}

function differences(now: Amount[], before: Amount[]): string[] {
  const currencies = [...new Set([...now, ...before].map(({ currency }) => currency))]
  const of = (list: Amount[], currency: string) => list.find((each) => each.currency === currency)?.amountMinor ?? 0
  return currencies.flatMap((currency) => {
    const amountMinor = of(now, currency) - of(before, currency)
    if (amountMinor === 0) return []
    return [t(amountMinor > 0 ? 'whatIf.more' : 'whatIf.less', { amount: money({ amountMinor: Math.abs(amountMinor), currency }) })]
  })
}

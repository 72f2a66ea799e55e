import { Checkbox, NativeSelect, NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { PlacedFields } from './PlacedFields.tsx'
import { SettingsFields } from './SettingsFields.tsx'
import { canTry, type Given, isAsked, kindGroups, kinds, mustSign, sameDoor, secretOf, type Source, type Wrong } from './sources.ts'
import { type Tried, TryNow } from './TryNow.tsx'

type Props = { given: Given; set: (part: Partial<Given>) => void; brands: BrandView[]; wrong: Wrong; source: Source | undefined; tried: Tried }

/** What it is, what is asked or taken, whose it is, and what its signals are about where they name nothing themselves. */
export function SourceFields({ given, set, brands, wrong, source, tried }: Props) {
  const { kind } = given
  const secret = secretOf(kind)
  const groups = Object.entries(kindGroups).map(([group, of]) => ({
    group: tOf('sources.group', group as keyof typeof kindGroups),
    items: of.filter((each) => !source || sameDoor(source.kind, each)).map((value) => ({ value, label: tOf('sources.kind', value) })),
  }))
  return (
    <>
      <TextInput
        label={t('sources.name')}
        required
        data-autofocus
        maxLength={120}
        value={given.name}
        error={wrong.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('sources.kind')}
        disabled={source !== undefined && isAsked(source.kind)}
        data={groups.filter(({ items }) => items.length > 0)}
        value={kind}
        error={wrong.kind}
        onChange={(event) => set({ kind: kinds.find((each) => each === event.currentTarget.value) ?? kind })}
      />
      <SettingsFields given={given} set={set} wrong={wrong} />
      {secret && (
        <TextInput
          type="password"
          autoComplete="off"
          label={tOf('sources.secret', secret)}
          description={
            source?.signed
              ? t('sources.secretStays')
              : tOf('sources.secretHint', secret === 'sign' && mustSign(kind) ? 'need' : secret === 'sign' ? 'may' : secret)
          }
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          maxLength={500}
          disabled={given.away}
          value={given.secret}
          error={wrong.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
        />
      )}
      {secret && source?.signed && (
        <Checkbox label={t('sources.secretAway')} checked={given.away} onChange={(event) => set({ away: event.currentTarget.checked, secret: '' })} />
      )}
      {canTry(kind) && <TryNow given={given} source={source?.id} tried={tried} quiet={Object.keys(wrong).length > 0} />}
      <PlacedFields
        given={given}
        set={set}
        brands={brands}
        wrong={wrong}
        fixed={source !== undefined}
        hints={{ service: t('sources.serviceHint'), region: t('sources.regionHint') }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <NumberInput
          label={t('sources.kept')}
          description={t('sources.keptHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          min={10}
          max={100_000}
          allowDecimal={false}
          hideControls
          value={given.keptAMinute}
          error={wrong.keptAMinute}
          onChange={(keptAMinute) => set({ keptAMinute })}
        />
      </SimpleGrid>
      <Checkbox
        label={t('sources.practice')}
        disabled={source !== undefined}
        checked={given.practice}
        onChange={(event) => set({ practice: event.currentTarget.checked })}
      />
    </>
  )
}

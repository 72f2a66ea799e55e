import { NumberInput, Textarea, TextInput } from '@mantine/core'
import type { Given } from './checks.ts'

type Of<Value> = { [K in keyof Given]: Given[K] extends Value ? (string extends Given[K] ? K : never) : never }[keyof Given]
type Common = { label: string; given: Given; set: (part: Partial<Given>) => void; error: string | undefined; hint?: string; required?: boolean }

/** A line of text that is one field of a check. */
export const Words = ({ field, label, given, set, error, hint, required = false, type = 'text' }: Common & { field: Of<string>; type?: 'text' | 'url' }) => (
  <TextInput
    type={type}
    label={label}
    description={hint}
    inputWrapperOrder={['label', 'input', 'error', 'description']}
    required={required}
    maxLength={2_000}
    value={given[field]}
    error={error}
    onChange={(event) => set({ [field]: event.currentTarget.value })}
  />
)

/** Several lines. */
export const Lines = ({ field, label, given, set, error, hint }: Common & { field: Of<string> }) => (
  <Textarea
    label={label}
    description={hint}
    inputWrapperOrder={['label', 'input', 'error', 'description']}
    value={given[field]}
    error={error}
    onChange={(event) => set({ [field]: event.currentTarget.value })}
  />
)

/** A whole number. */
export const Whole = ({ field, label, given, set, error, min, max }: Common & { field: Of<number | string>; min: number; max: number }) => (
  <NumberInput
    label={label}
    min={min}
    max={max}
    allowDecimal={false}
    hideControls
    value={given[field] as number | string}
    error={error}
    onChange={(value) => set({ [field]: value })}
  />
)

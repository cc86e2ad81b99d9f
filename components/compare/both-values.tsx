import { Disclosure } from "../runs/values/disclosure";
import { ValuePreview } from "../runs/value-preview";
import { ValueAt } from "../runs/values/large/value-place";
import type { DifferenceProps } from "./difference-view";
import { largePlace } from "./large-place.ts";
import { SideBadge } from "./side-badge";

/** Both values as they are, beside each other where there is room. */
export function BothValues({ place, a, b, overImages }: DifferenceProps) {
  return (
    <Disclosure label="Both values as they are">
      {() => (
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-[minmax(0,1fr)]">
          {(["A", "B"] as const).map((side) => (
            <section
              key={side}
              aria-label={`Value in ${side}`}
              className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1.5"
            >
              <SideBadge side={side} />
              <ValueAt place={largePlace(place, side)}>
                <ValuePreview
                  record={side === "A" ? a : b}
                  size="panel"
                  overImage={side === "A" ? overImages.a : overImages.b}
                />
              </ValueAt>
            </section>
          ))}
        </div>
      )}
    </Disclosure>
  );
}

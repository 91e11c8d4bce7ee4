import { Link } from "@remix-run/react";
import type { PlaceCourse } from "../../../worker/domain/places/place-courses";
import { useManage } from "../../manage-words";
import { courses } from "../../messages/manage/en/courses";
import { Chip } from "../ui/chip";

const sections = { courses };

/** The courses that the people of a group or a unit take, each with the unit above that it comes from. */
export function PlaceCourses({ base, courses }: { base: string; courses: readonly PlaceCourse[] }) {
  const manage = useManage(sections);
  const { place, status } = manage.courses;
  return (
    <ul className="grid max-w-xl">
      {courses.map((course) => (
        <li key={course.id} className="grid gap-1 border-b border-line py-2">
          <span className="flex flex-wrap items-center gap-2">
            <Link to={`${base}/courses/${course.id}`} className="font-medium wrap-anywhere hover:underline">
              {course.title}
            </Link>
            {course.status === "draft" && <Chip>{status.draft}</Chip>}
          </span>
          {course.inherited && (
            <span className="text-sm text-muted">
              {course.from ? (
                <>
                  {place.from}{" "}
                  <Link to={`${base}/units/${course.from.id}`} className="link wrap-anywhere">
                    {course.from.name}
                  </Link>
                </>
              ) : (
                place.fromAbove
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

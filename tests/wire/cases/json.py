"""Messages that are whole frames of good UTF-8, and none of the protocol's commands."""

from tests.wire.cases import BAD_FRAME, FINE, Case
from tests.wire.frames import text

KEY = '"key":"4be0643f-1d98-473b-97cd-ca98a65347dd"'


def each(ends: str | int, **messages: str) -> list[Case]:
    return [Case(name.replace("_", " "), [text(message)], ends) for name, message in messages.items()]


CASES = [
    *each(
        BAD_FRAME,
        ten_thousand_brackets="[" * 10_000,
        ten_thousand_braces='{"a":' * 6_000,
        brackets_inside_a_command='{"do":"typing","thread":' + "[" * 10_000 + "]" * 10_000 + "}",
        brackets_in_words_are_no_depth='{"do":"fly","a":"' + "[" * 10_000 + '"}',
        number_of_1e999999='{"do":"ack","seq":1e999999}',
        number_of_a_hundred_thousandfold='{"do":"ack","seq":' + "9" * 30_000 + "}",
        number_of_2_63='{"do":"ack","seq":9223372036854775808}',
        a_number_below_zero='{"do":"ack","seq":-1}',
        number_below_2_63='{"do":"read","seq":-9223372036854775809}',
        a_parent_of_10_30=f'{{"do":"post",{KEY},"text":"Rain","parent":1{"0" * 30}}}',
        a_mandate_of_10_30=f'{{"do":"post",{KEY},"text":"Rain","mandate":1{"0" * 30}}}',
        a_thread_of_10_300=f'{{"do":"typing","thread":1{"0" * 300}}}',
        a_reaction_to_10_30=f'{{"do":"react",{KEY},"post":1{"0" * 30},"kind":"agree"}}',
        a_parent_below_zero=f'{{"do":"post",{KEY},"text":"Rain","parent":-1}}',
        number_with_many_digits_behind_the_point='{"do":"ack","seq":0.' + "0" * 30_000 + "1}",
        NaN='{"do":"ack","seq":NaN}',
        Infinity='{"do":"ack","seq":-Infinity}',
        leading_zeros='{"do":"ack","seq":007}',
        half='{"do":"ack","seq":0.5}',
        true='{"do":"ack","seq":true}',
        a_number_as_text='{"do":"ack","seq":"0"}',
        more_than_was_sent='{"do":"ack","seq":1000000}',
        unknown_key='{"do":"typing","thread":null,"stopped":true,"admin":true}',
        a_prototype='{"do":"typing","__proto__":{"stopped":true}}',
        unknown_command='{"do":"fly"}',
        no_command="{}",
        a_command_that_is_a_list='{"do":["post"]}',
        a_list="[]",
        null="null",
        words_alone='"post"',
        half_a_message='{"do":"post",',
        two_messages_in_one='{"do":"typing","stopped":true}{"do":"typing","stopped":true}',
        a_comment='{"do":"typing"/**/}',
        single_quotes="{'do':'typing'}",
        a_key_that_is_no_uuid='{"do":"post","key":"1","text":"Rain"}',
        a_key_that_is_a_number='{"do":"post","key":1,"text":"Rain"}',
        words_that_are_a_list=f'{{"do":"post",{KEY},"text":["Rain"]}}',
        a_post_without_words=f'{{"do":"post",{KEY}}}',
        a_lone_surrogate_in_words=f'{{"do":"post",{KEY},"text":"\\ud800"}}',
        a_control_character=f'{{"do":"post",{KEY},"text":"a\x01b"}}',
    ),
    *each(
        FINE,
        minus_zero='{"do":"ack","seq":-0}',
        a_key_twice='{"do":"typing","stopped":true,"stopped":true}',
        spaces_around='  \r\n\t{"do" : "typing" , "stopped" : true}  ',
        escaped_names='{"\\u0064o":"typing","stopped":true}',
    ),
    *each("invalid", a_kind_of_reaction_that_is_none=f'{{"do":"react",{KEY},"post":1,"kind":"hate"}}'),
    *each("control", an_escaped_NUL=f'{{"do":"post",{KEY},"text":"\\u0000"}}'),
    *each("empty", no_words=f'{{"do":"post",{KEY},"text":" \\n "}}'),
    *each(
        "not_found",
        a_parent_at_the_limit=f'{{"do":"post",{KEY},"text":"Rain","parent":{2**53 - 1}}}',
        a_post_that_is_not_there=f'{{"do":"withdraw",{KEY},"post":0}}',
    ),
    Case("three that are none", [text("{}") * 3], 4508),
    Case("two that are none, one that is, two that are none",
         [text("{}") * 2 + text('{"do":"typing","stopped":true}') + text("{}") * 2], BAD_FRAME),
]  # fmt: skip

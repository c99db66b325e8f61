package io.counterweight.controller.recording;

/** Is told of every turn, on the loop's thread: it must not wait for anything. */
public interface TurnListener {

    void turned(Taken turn);

    /** A turn has failed half-way: what the loop stands at since follows from nothing that was told. */
    void failed();

    /** Why turns are not kept at present; empty while they are, and where nobody is to keep them. */
    String trouble();

    static TurnListener none() {
        return new TurnListener() {
            @Override
            public void turned(Taken turn) {}

            @Override
            public void failed() {}

            @Override
            public String trouble() {
                return "";
            }
        };
    }
}
